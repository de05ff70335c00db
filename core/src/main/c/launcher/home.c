#include "home.h"

#include "say.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_LINKS = 40, LIST_ROOM = 1 << 14 };

static char *joined(const char *a, size_t length, const char *b, const char *c) {
    size_t size = length + strlen(b) + strlen(c) + 1;
    char *text = malloc(size);
    if (!text) fail_errno("start");
    (void)snprintf(text, size, "%.*s%s%s", (int)length, a, b, c);
    return text;
}

char *home_file(const char *home, const char *name) {
    return joined(home, strlen(home), "/", name);
}

static char *link_target(const char *path) {
    char target[PATH_MAX];
    ssize_t n = readlink(path, target, sizeof target - 1);
    if (n < 0) return NULL;
    target[n] = '\0';
    return joined(target, (size_t)n, "", "");
}

/* The program that all links to it lead to; NULL when they lead nowhere. */
static char *followed(const char *path) {
    char *self = joined(path, strlen(path), "", ""), *target;
    for (int i = 0; (target = link_target(self)); i++) {
        if (i == MAX_LINKS) return NULL;
        const char *slash = strrchr(self, '/');
        char *next =
            target[0] == '/' || !slash ? target : joined(self, (size_t)(slash - self), "/", target);
        if (next != target) free(target);
        free(self);
        self = next;
    }
    return errno == EINVAL ? self : NULL; /* it exists and is not a link */
}

/* As the caller named it; if that no longer exists, as the kernel knows it. */
static char *program(void) {
    const char *named = (const char *)getauxval(AT_EXECFN);
    char directory[PATH_MAX];
    char *self = named ? followed(named) : NULL;
    if (self && self[0] == '/') return self;
    if (self && getcwd(directory, sizeof directory) && directory[0] == '/') {
        while (strncmp(self, "./", 2) == 0) self += 2;
        return joined(directory, directory[1] ? strlen(directory) : 0, "/", self);
    }
    self = link_target("/proc/self/exe");
    if (!self) fail_errno("cannot tell where jcr is installed: /proc/self/exe");
    return self;
}

const char *home_find(void) {
    char *self = program();
    *strrchr(self, '/') = '\0';
    char *last = strrchr(self, '/');
    if (!last || strcmp(last, "/bin") != 0) return joined(self, strlen(self), "/", "..");
    *last = '\0';
    return self;
}

static bool has_time_of(const char *path, const struct stat *cache) {
    struct stat jar;
    return stat(path, &jar) == 0 && S_ISREG(jar.st_mode) &&
           jar.st_mtim.tv_sec == cache->st_mtim.tv_sec &&
           jar.st_mtim.tv_nsec == cache->st_mtim.tv_nsec;
}

static void read_list(const char *path, char list[LIST_ROOM]) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, list, LIST_ROOM - 1);
    if (n < 0) fail_errno("the installation is not complete: %s", path);
    list[n] = '\0';
    (void)close(fd);
}

static void add_to(char **class_path, const char *file) {
    char *longer = *class_path ? joined(*class_path, strlen(*class_path), ":", file)
                               : joined(file, strlen(file), "", "");
    free(*class_path);
    *class_path = longer;
}

void home_each_jar(const char *home, void (*with)(const char *path, void *to), void *to) {
    char list[LIST_ROOM], *rest = list;
    char *path = home_file(home, "lib/jars");
    read_list(path, list);
    free(path);
    for (char *name; (name = strsep(&rest, "\n"));) {
        if (!name[0]) continue;
        char *file = home_file(home, name);
        with(file, to);
        free(file);
    }
}

struct reading {
    struct jars jars;
    struct stat built;
    const char *home;
};

/* The plugins of the jcr-tools package are listed whether or not it is installed. */
static void read_jar(const char *file, void *to) {
    struct reading *reading = to;
    if (strncmp(file + strlen(reading->home), "/lib/", 5) == 0)
        add_to(&reading->jars.class_path, file);
    else if (access(file, F_OK) < 0 && errno == ENOENT)
        return;
    reading->jars.as_built = reading->jars.as_built && has_time_of(file, &reading->built);
}

struct jars home_jars(const char *home, const char *cache) {
    struct reading reading = {.home = home};
    reading.jars.as_built = stat(cache, &reading.built) == 0 && S_ISREG(reading.built.st_mode);
    home_each_jar(home, read_jar, &reading);
    if (!reading.jars.class_path)
        fail("the installation is not complete: %s/lib/jars is empty", home);
    return reading.jars;
}
