#include "ending.h"

#include "kernel.h"
#include "message.h"
#include "program.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ROOM = 4096, PATH_SIZE = 4096 };

/* A nameless file in the exit file's directory: nothing is left of it if S is killed. */
static int reserve(const char *path) {
    char directory[PATH_SIZE];
    directory_of(path, directory, sizeof directory);
    int fd = open(directory, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0644);
    if (fd < 0) return errno == EOPNOTSUPP || errno == EISDIR ? 0 : -1;
    if (fallocate(fd, 0, 0, ROOM) == 0 || errno == EOPNOTSUPP) return fd;
    int error = errno;
    (void)close(fd);
    errno = error;
    return -1;
}

int ending_keep(struct ending *e, struct span path, struct span successor) {
    if (path.n > 0) {
        int fd = reserve(path.p);
        if (fd < 0) return -1;
        e->fd = fd > 0 ? fd : -1;
        e->path = strdup(path.p);
        if (!e->path) return -1;
    }
    if (successor.n == 0) return 0;
    e->successor = span_copy(successor);
    return e->successor ? 0 : -1;
}

/* As the inside of a JSON string, with a question mark for anything that is not ASCII. */
static void quote(const char *text, char *quoted, size_t room) {
    size_t at = 0;
    for (; *text && at + 7 < room; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < ' ')
            at += (size_t)snprintf(quoted + at, room - at, "\\u%04x", byte);
        else if (byte == '"' || byte == '\\')
            at += (size_t)snprintf(quoted + at, room - at, "\\%c", byte);
        else
            quoted[at++] = byte < 0x7f ? (char)byte : '?';
    }
    quoted[at] = '\0';
}

static int print(char text[ROOM], const struct outcome *o) {
    char started[TIME_ROOM], finished[TIME_ROOM], error[2048] = "";
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    time_text(&o->started_at, started);
    time_text(&now, finished);
    if (o->undo->failures > 0) {
        char words[512];
        snprintf(words, sizeof words, "undo %s: %s", o->undo->what, strerror(o->undo->error));
        quote(words, error, sizeof error);
    }
    return snprintf(text, ROOM,
                    "{\"exitStatus\": %d, \"signal\": %d, \"oomKilled\": %s, \"startedAt\": \"%s\","
                    " \"finishedAt\": \"%s\", \"error\": \"%s\"}\n",
                    o->status, o->signal, o->oom_killed ? "true" : "false", started, finished,
                    error);
}

static int fill(int fd, const char *text, size_t size) {
    if (fchmod(fd, 0644) < 0) return -1;
    ssize_t n = pwrite(fd, text, size, 0);
    if (n >= 0 && (size_t)n != size) errno = ENOSPC;
    return n >= 0 && (size_t)n == size ? ftruncate(fd, (off_t)size) : -1;
}

/* Gives the nameless file a name, or creates a named one where nameless ones are not supported. */
static int place(int reserved, const char *name, const char *text, size_t size) {
    char self[64];
    if (unlink(name) < 0 && errno != ENOENT) return -1;
    if (reserved >= 0) {
        snprintf(self, sizeof self, "/proc/self/fd/%d", reserved);
        if (fill(reserved, text, size) < 0) return -1;
        return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
    }
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) return -1;
    int result = fill(fd, text, size), error = errno;
    (void)close(fd);
    errno = error;
    return result;
}

int ending_write(const struct ending *e, const struct outcome *outcome) {
    char text[ROOM], name[PATH_SIZE];
    if (!e->path) return 0;
    int size = print(text, outcome);
    int length = snprintf(name, sizeof name, "%s.new", e->path);
    if (size >= ROOM || length >= PATH_SIZE) {
        errno = ENAMETOOLONG;
        return -1;
    }
    return place(e->fd, name, text, (size_t)size) < 0 ? -1 : rename(name, e->path);
}

void ending_succeed(const struct ending *e) {
    static char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    static char *env[] = {path, NULL};
    if (!e->successor) return;
    (void)program_replace(e->successor, env);
    say_errno(errno, "execute %s", e->successor[0]);
}
