/*
 * Writers that append hold the file's lock shared; a writer that rotates holds it exclusively. So
 * nothing is added to a file once it has been renamed, and its followers know where it ends. Nobody
 * waits for long: a process that was stopped while holding the lock does not hold up the others.
 */
#include "event_file.h"

#include "kernel.h"
#include "rotation.h"

#include <errno.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

enum { TRIES = 100, PAUSE_NS = 1000000 };

struct event_file event_file_read(struct reader *r) {
    struct event_file f = {.path = (char *)read_str(r).p};
    f.max_size = read_u64(r);
    f.max_file = read_u32(r);
    r->bad |= f.max_file == 0;
    return f;
}

/* Whether the path still names the open file. */
static bool named(int fd, const char *path) {
    struct stat here, there;
    return fstat(fd, &here) == 0 && stat(path, &there) == 0 && here.st_ino == there.st_ino &&
           here.st_dev == there.st_dev;
}

/* Opens the file with its lock shared. After waiting long enough, goes on without the lock: a line
 * in an already rotated file is better than none. */
static int open_shared(const char *path) {
    for (int i = 0;; i++) {
        int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0 || i == TRIES) return fd;
        bool locked = flock(fd, LOCK_SH | LOCK_NB) == 0;
        if (locked && named(fd, path)) return fd;
        (void)close(fd);
        if (!locked) (void)nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
    }
}

/* If someone is appending, the file stays as it is, and the next writer rotates it. */
static void rotate_if_large(int fd, const struct event_file *f) {
    struct stat st;
    if (fstat(fd, &st) < 0 || (uint64_t)st.st_size < f->max_size) return;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 && named(fd, f->path)) (void)rotate(f->path, f->max_file);
}

int event_file_append(const struct event_file *f, const char *lines, size_t size) {
    int fd = open_shared(f->path);
    if (fd < 0) return -1;
    ssize_t n = write(fd, lines, size);
    int error = n < 0 ? errno : (size_t)n == size ? 0 : ENOSPC;
    if (error == 0) rotate_if_large(fd, f);
    (void)close(fd);
    errno = error;
    return error ? -1 : 0;
}
