#include "log.h"

#include "kernel.h"
#include "rotation.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>

enum { HEAD_ROOM = 64 };

static int reopen(struct log *l) {
    struct stat st;
    l->fd = open(l->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (l->fd < 0) return -1;
    l->size = fstat(l->fd, &st) == 0 ? (uint64_t)st.st_size : 0;
    return 0;
}

int log_open(struct log *l, const char *path, uint64_t max_size, uint32_t max_file) {
    *l = (struct log){.fd = -1, .max_size = max_size, .max_file = max_file};
    l->path = strdup(path);
    return l->path ? reopen(l) : -1;
}

static void start_anew(struct log *l) {
    if (!rotate(l->path, l->max_file)) return; /* a growing file is better than none */
    (void)close(l->fd);
    if (reopen(l) < 0) l->error = errno; /* retried with the next record */
}

/* Removes a partly written record. Somebody else may have truncated the file in the meantime. */
static void take_back(struct log *l, ssize_t written) {
    struct stat st;
    if (fstat(l->fd, &st) == 0 && st.st_size >= written &&
        ftruncate(l->fd, st.st_size - written) == 0)
        l->size = (uint64_t)(st.st_size - written);
    else
        l->size += (uint64_t)written;
}

/* One record, all or nothing. */
static bool append(struct log *l, const char *stream, bool whole, const char *text, size_t size) {
    char head[HEAD_ROOM];
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    int n = time_text(&now, head);
    n += snprintf(head + n, sizeof head - (size_t)n, " %s %c ", stream, whole ? 'F' : 'P');
    size_t total = (size_t)n + size + 1;
    if (l->fd >= 0 && l->max_size > 0 && l->size > 0 && l->size + total > l->max_size)
        start_anew(l);
    if (l->fd < 0 && reopen(l) < 0) {
        l->error = errno;
        return false;
    }
    const struct iovec parts[] = {{head, (size_t)n}, {(void *)text, size}, {"\n", 1}};
    ssize_t written = writev(l->fd, parts, 3);
    if (written == (ssize_t)total) {
        l->size += total;
        return true;
    }
    l->error = written < 0 ? errno : ENOSPC;
    if (written > 0) take_back(l, written);
    return false;
}

static bool append_count(struct log *l) {
    char text[128];
    int n = snprintf(text, sizeof text, "jcr: %llu log records were dropped: %s",
                     (unsigned long long)l->dropped, strerror(l->error));
    return append(l, "stderr", true, text, (size_t)n);
}

void log_write(struct log *l, const char *stream, bool whole, const char *text, size_t size) {
    if (!l->path) return;
    if (l->dropped > 0 && append_count(l)) l->dropped = 0;
    if (l->dropped > 0 || !append(l, stream, whole, text, size)) l->dropped++;
}
