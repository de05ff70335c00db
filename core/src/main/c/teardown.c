#include "teardown.h"

#include "kernel.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

enum { PIECES = 3, ROOM = 1024 };

int teardown_keep(struct teardown *t, struct reader *r) {
    struct span file = read_str(r);
    t->tail = read_u64(r);
    t->zero = read_u64(r);
    struct span pieces = read_strs(r);
    if (r->bad || r->at != r->end || pieces.n != PIECES) {
        errno = EPROTO;
        return -1;
    }
    t->between = span_copy(pieces);
    if (!t->between) return -1;
    t->fd = open(file.p, O_WRONLY | O_CLOEXEC);
    return t->fd < 0 ? -1 : 0;
}

int teardown_write(const struct teardown *t, uint64_t begin, uint64_t end) {
    char text[ROOM];
    struct stat st;
    int length = snprintf(text, sizeof text, "%s%.3f%s%.3f%s", t->between[0],
                          (double)(begin - t->zero) / 1e3, t->between[1],
                          (double)(end - begin) / 1e3, t->between[2]);
    if (length >= ROOM) {
        errno = ENAMETOOLONG;
        return -1;
    }
    if (fstat(t->fd, &st) < 0) return -1;
    if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size <= t->tail) return 0; /* J has not got to it */
    ssize_t n = pwrite(t->fd, text, (size_t)length, st.st_size - (off_t)t->tail);
    if (n >= 0 && n != length) errno = ENOSPC;
    return n == length ? 0 : -1;
}
