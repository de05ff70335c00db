#include "stamp.h"

#include "home.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* FNV-1a */
static void add(uint64_t *hash, uint64_t value) {
    for (int i = 0; i < 64; i += 8) *hash = (*hash ^ (value >> i & 0xff)) * 0x100000001b3ULL;
}

static void add_file(const char *path, void *to) {
    uint64_t *hash = to;
    struct stat st;
    if (stat(path, &st) < 0) {
        add(hash, 0);
        return;
    }
    add(hash, (uint64_t)st.st_dev);
    add(hash, (uint64_t)st.st_ino);
    add(hash, (uint64_t)st.st_size);
    add(hash, (uint64_t)st.st_mtim.tv_sec);
    add(hash, (uint64_t)st.st_mtim.tv_nsec);
}

void stamp_of(const char *home, char stamp[STAMP_ROOM]) {
    static const char *const OTHERS[] = {
        "lib/jars",         "lib/jcr.aot",         "lib/jvm.options",
        "libexec/jcr-init", "runtime/lib/modules", "plugins/plugins.index"};
    uint64_t hash = 0xcbf29ce484222325ULL;
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
        char *path = home_file(home, OTHERS[i]);
        add_file(path, &hash);
        free(path);
    }
    home_each_jar(home, add_file, &hash);
    (void)snprintf(stamp, STAMP_ROOM, "%s %016llx", home, (unsigned long long)hash);
}
