#include "dead.h"

#include "kernel.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>

static bool add(struct names *names, const char *name) {
    uint32_t length = (uint32_t)strlen(name);
    if (names->size + sizeof length + length + 1 > sizeof names->bytes) return false;
    memcpy(names->bytes + names->size, &length, sizeof length); /* little-endian, as send_trace */
    memcpy(names->bytes + names->size + sizeof length, name, length + 1);
    names->size += sizeof length + length + 1;
    names->count++;
    return true;
}

/* Closing the journal gives up the lock. One that cannot be opened is Java's to complain about. */
static bool is_locked(int directory) {
    int fd = openat(directory, "undo", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return errno == ENOENT && faccessat(directory, "record", F_OK, 0) == 0;
    bool locked = flock(fd, LOCK_EX | LOCK_NB) < 0;
    (void)close(fd);
    return locked;
}

static bool is_dead(int containers, const struct dirent *entry) {
    if (entry->d_name[0] == '.') return false;
    int directory =
        openat(containers, entry->d_name, O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (directory < 0) return false; /* not a directory, or just removed */
    bool dead = !is_locked(directory);
    (void)close(directory);
    return dead;
}

int dead_list(const char *containers, struct names *names) {
    names->size = names->count = 0;
    DIR *list = opendir(containers);
    if (!list) return errno == ENOENT ? 0 : -1;
    bool room = true;
    errno = 0;
    for (struct dirent *entry; room && (entry = readdir(list)); errno = 0)
        if (is_dead(dirfd(list), entry)) room = add(names, entry->d_name);
    int error = errno;
    (void)closedir(list);
    errno = error;
    return error ? -1 : 0;
}
