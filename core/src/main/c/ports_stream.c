/*
 * Connections through a published port. Each has two sides. What one side sends is written to the
 * other immediately; what the other does not take waits, and the first side is not read until then.
 * So an idle connection costs two sockets and some 150 bytes.
 */
#include "ports.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { CLIENT, CONTAINER, SIDES, ACCEPTED_AT_ONCE = 64 };

struct side {
    struct watch watch;
    struct connection *of;
    char *waiting; /* still to be written to it */
    size_t at, size;
    bool connecting;
    bool ended; /* it will send no more */
};

struct connection {
    struct side sides[SIDES];
};

static bool full;

bool streams_full(void) {
    return full;
}

void streams_retry(void) {
    full = false;
}

static struct side *other(const struct side *s) {
    struct connection *c = s->of;
    return &c->sides[s == &c->sides[CLIENT] ? CONTAINER : CLIENT];
}

static void end(struct connection *c) {
    for (int i = 0; i < SIDES; i++) {
        watch_close(&c->sides[i].watch);
        free(c->sides[i].waiting);
    }
    watch_bury(&c->sides[CLIENT].watch); /* the connection: its first member */
}

/* Both sides see a reset, so that a failure is not mistaken for an end. */
static void reset(struct connection *c) {
    const struct linger at_once = {.l_onoff = 1};
    for (int i = 0; i < SIDES; i++)
        (void)setsockopt(c->sides[i].watch.fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    end(c);
}

static int keep(struct side *s, const char *data, size_t size) {
    s->waiting = malloc(size);
    if (!s->waiting) return -1;
    memcpy(s->waiting, data, size);
    s->at = 0;
    s->size = size;
    return 0;
}

static ssize_t write_some(const struct side *s, const char *data, size_t size) {
    ssize_t n = send(s->watch.fd, data, size, MSG_NOSIGNAL);
    return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : n;
}

static int flush(struct side *s) {
    if (!s->waiting) return 0;
    ssize_t n = write_some(s, s->waiting + s->at, s->size - s->at);
    if (n < 0) return -1;
    s->at += (size_t)n;
    if (s->at < s->size) return 0;
    free(s->waiting);
    s->waiting = NULL;
    return 0;
}

/* Reads what this side has sent, for the other side. */
static int pass_on(struct side *s) {
    struct side *to = other(s);
    ssize_t n = recv(s->watch.fd, port_buffer, sizeof port_buffer, 0);
    if (n < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
    if (n == 0) {
        s->ended = true;
        return shutdown(to->watch.fd, SHUT_WR);
    }
    ssize_t written = write_some(to, port_buffer, (size_t)n);
    if (written < 0) return -1;
    return written == n ? 0 : keep(to, port_buffer + written, (size_t)(n - written));
}

static bool readable(const struct side *s) {
    return !s->ended && !other(s)->waiting && !other(s)->connecting;
}

static int move(struct side *s, uint32_t events) {
    if (events & EPOLLERR) return -1; /* including a refused connection */
    s->connecting = false;
    if ((events & EPOLLOUT) && flush(s) < 0) return -1;
    return (events & (EPOLLIN | EPOLLHUP)) && readable(s) ? pass_on(s) : 0;
}

static int want(struct connection *c) {
    for (int i = 0; i < SIDES; i++) {
        struct side *s = &c->sides[i];
        uint32_t events = s->connecting || s->waiting ? EPOLLOUT : 0;
        if (readable(s)) events |= EPOLLIN;
        if (watch_want(&s->watch, events) < 0) return -1;
    }
    return 0;
}

static bool finished(const struct connection *c) {
    const struct side *a = &c->sides[CLIENT], *b = &c->sides[CONTAINER];
    return a->ended && b->ended && !a->waiting && !b->waiting;
}

static void on_side(struct watch *w, uint32_t events) {
    struct side *s = (struct side *)w;
    struct connection *c = s->of;
    if (move(s, events) < 0)
        reset(c);
    else if (finished(c))
        end(c);
    else if (want(c) < 0)
        reset(c);
}

/* Adds no delay to data sent in small parts, and notices when a peer has vanished. */
static void tune(int fd) {
    int on = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    (void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

static int connect_to(const struct sockaddr_in *target) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    if (connect(fd, (const struct sockaddr *)target, sizeof *target) == 0 || errno == EINPROGRESS)
        return fd;
    int error = errno;
    (void)close(fd);
    errno = error;
    return -1;
}

static void join(const struct listener *l, int client) {
    struct connection *c = calloc(1, sizeof *c);
    int container = c ? connect_to(&l->target) : -1;
    full |= container < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM);
    if (!c) {
        (void)close(client);
        return;
    }
    const int fds[SIDES] = {client, container};
    for (int i = 0; i < SIDES; i++) {
        c->sides[i] = (struct side){.watch = {.fd = fds[i], .ready = on_side}, .of = c};
        if (fds[i] >= 0) tune(fds[i]);
    }
    c->sides[CONTAINER].connecting = true;
    if (container < 0 || want(c) < 0) reset(c);
}

void stream_accept(struct watch *w, uint32_t events) {
    (void)events;
    for (int i = 0; i < ACCEPTED_AT_ONCE && !full; i++) {
        int client = accept4(w->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (client >= 0) {
            join((struct listener *)w, client);
            continue;
        }
        full = errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS;
        return; /* other errors concern a single client */
    }
}
