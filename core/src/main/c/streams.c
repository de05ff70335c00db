#include "streams.h"

#include "kernel.h"
#include "small_file.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAP_ROOM = 4096, PATH_SIZE = 4096 };

static bool find(struct ops list, uint32_t code, struct op *op) {
    while (list.count > 0 && ops_next(&list, op))
        if (op->code == code) return true;
    return false;
}

/* The host id for an id, according to the lines "ID HOST_ID COUNT" of an id map; the id itself if
 * it is not mapped. */
static uint64_t mapped(const char *map, uint64_t id) {
    for (char *end; *map; map = *end ? end + 1 : end) {
        uint64_t first = strtoull(map, &end, 10);
        uint64_t host = strtoull(end, &end, 10);
        uint64_t count = strtoull(end, &end, 10);
        if (id >= first && id - first < count) return host + (id - first);
        end += strcspn(end, "\n");
    }
    return id;
}

/* The map of a user namespace that is joined through /proc/PID/ns/user. */
static bool map_of_joined(struct ops enter, const char *file, char map[MAP_ROOM]) {
    static const char suffix[] = "/ns/user";
    char path[PATH_SIZE];
    struct op op;
    while (enter.count > 0 && ops_next(&enter, &op)) {
        if (op.code != OP_SETNS || op.f[1].u != CLONE_NEWUSER) continue;
        size_t length = op.f[0].s.n, end = sizeof suffix - 1;
        if (length < end || strcmp(op.f[0].s.p + length - end, suffix) != 0) continue;
        int n = snprintf(path, sizeof path, "%.*s/%s", (int)(length - end), op.f[0].s.p, file);
        return n > 0 && (size_t)n < sizeof path && file_read(path, map, MAP_ROOM) > 0;
    }
    return false;
}

static uint64_t host_id(const struct launch *l, uint64_t id, const char *file) {
    char map[MAP_ROOM];
    struct op op;
    if (find(l->enter, OP_USER_NAMESPACE, &op)) return mapped(op.f[0].s.p, id);
    return map_of_joined(l->enter, file, map) ? mapped(map, id) : id;
}

static void close_fd(int *fd) {
    if (*fd >= 0) (void)close(*fd);
    *fd = -1;
}

/* A pipe whose container end, `c`, belongs to the container's user; S's own end does not block. */
static int make(int *own, int *c, bool c_reads, uid_t uid, gid_t gid) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return -1;
    *c = ends[!c_reads];
    *own = ends[c_reads];
    if (fchown(*c, uid, gid) < 0) return -1;
    return fcntl(*own, F_SETFL, O_NONBLOCK | (c_reads ? O_WRONLY : O_RDONLY));
}

int streams_make(struct streams *s, struct launch *l, enum stdin_mode mode) {
    struct op op;
    bool user = find(l->inside, OP_SET_USER, &op);
    uid_t uid = (uid_t)host_id(l, user ? op.f[0].u : 0, "uid_map");
    gid_t gid = (gid_t)host_id(l, user ? op.f[1].u : 0, "gid_map");
    *s = (struct streams){-1, -1, -1};
    int result = 0;
    if (mode != STDIN_NONE)
        result = make(&s->in, &l->stdio[0], true, uid, gid);
    else if ((l->stdio[0] = open("/dev/null", O_RDONLY | O_CLOEXEC)) < 0)
        result = -1;
    if (result == 0) result = make(&s->out, &l->stdio[1], false, uid, gid);
    if (result == 0) result = make(&s->err, &l->stdio[2], false, uid, gid);
    if (result == 0) return 0;
    int error = errno;
    streams_given(l);
    streams_close(s);
    errno = error;
    return -1;
}

void streams_given(struct launch *l) {
    for (int i = 0; i < 3; i++) close_fd(&l->stdio[i]);
}

void streams_close(struct streams *s) {
    close_fd(&s->in);
    close_fd(&s->out);
    close_fd(&s->err);
}
