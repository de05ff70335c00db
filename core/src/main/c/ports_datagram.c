/*
 * Datagrams through a published port. Each client gets its own socket towards the container,
 * through which answers find their way back; it is closed after a while without traffic.
 */
#include "ports.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { SILENCE_S = 90, SWEEP_MS = 10000, SESSIONS_MAX = 1024, TAKEN_AT_ONCE = 64 };

/* The host address that a client sent to: answers come from it. */
union local {
    struct in_pktinfo four;
    struct in6_pktinfo six;
};

struct session {
    struct watch watch;
    const struct listener *of;
    struct sockaddr_storage client;
    union local local;
    time_t used;
    struct session *next;
};

static struct session *sessions; /* most recently used first */
static unsigned count;

static time_t now_s(void) {
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static socklen_t size_of(int family) {
    return family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
}

/* Removes it from the list. */
static void forget(struct session **at) {
    struct session *gone = *at;
    *at = gone->next;
    count--;
    watch_close(&gone->watch);
    watch_bury(&gone->watch);
}

/* Only a link-local address is meaningless without its interface; other addresses may be reached
 * another way. */
static void know_local(struct msghdr *m, union local *local) {
    memset(local, 0, sizeof *local);
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
        if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;
            memcpy(&info, CMSG_DATA(c), sizeof info);
            local->four.ipi_spec_dst = info.ipi_spec_dst;
        } else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
            memcpy(&local->six, CMSG_DATA(c), sizeof local->six);
            if (IN6_IS_ADDR_MULTICAST(&local->six.ipi6_addr))
                memset(&local->six, 0, sizeof local->six);
            else if (!IN6_IS_ADDR_LINKLOCAL(&local->six.ipi6_addr))
                local->six.ipi6_ifindex = 0;
        }
    }
}

static void answer(const struct session *s, size_t size) {
    int family = s->of->family;
    size_t info = family == AF_INET6 ? sizeof s->local.six : sizeof s->local.four;
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(struct in6_pktinfo))];
    } control = {0};
    struct iovec part = {port_buffer, size};
    struct sockaddr_storage to = s->client;
    struct msghdr m = {.msg_name = &to,
                       .msg_namelen = size_of(family),
                       .msg_iov = &part,
                       .msg_iovlen = 1,
                       .msg_control = &control,
                       .msg_controllen = (socklen_t)CMSG_SPACE(info)};
    control.header.cmsg_level = family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP;
    control.header.cmsg_type = family == AF_INET6 ? IPV6_PKTINFO : IP_PKTINFO;
    control.header.cmsg_len = (socklen_t)CMSG_LEN(info);
    memcpy(CMSG_DATA(&control.header), &s->local, info);
    (void)sendmsg(s->of->watch.fd, &m, MSG_NOSIGNAL); /* datagrams may be lost */
}

static void on_answer(struct watch *w, uint32_t events) {
    (void)events;
    struct session *s = (struct session *)w;
    for (int i = 0; i < TAKEN_AT_ONCE; i++) {
        ssize_t n = recv(w->fd, port_buffer, sizeof port_buffer, 0);
        if (n < 0) return; /* including ECONNREFUSED: nobody listens there yet */
        s->used = now_s();
        answer(s, (size_t)n);
    }
}

static struct session *begin(const struct listener *l) {
    if (count >= SESSIONS_MAX) {
        struct session **last = &sessions;
        while ((*last)->next) last = &(*last)->next;
        forget(last);
    }
    struct session *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->watch = (struct watch){.ready = on_answer};
    s->watch.fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (s->watch.fd < 0 ||
        connect(s->watch.fd, (const struct sockaddr *)&l->target, sizeof l->target) < 0 ||
        watch_want(&s->watch, EPOLLIN) < 0) {
        watch_close(&s->watch);
        free(s);
        return NULL;
    }
    s->of = l;
    count++;
    return s;
}

/* A client's session, moved to the front of the list; NULL when there can be none. */
static struct session *of(const struct listener *l, const struct sockaddr_storage *client,
                          const union local *local) {
    struct session **at = &sessions, *s;
    while (*at && ((*at)->of != l || memcmp(&(*at)->client, client, size_of(l->family)) != 0 ||
                   memcmp(&(*at)->local, local, sizeof *local) != 0))
        at = &(*at)->next;
    s = *at;
    if (s) {
        *at = s->next;
    } else {
        s = begin(l);
        if (!s) return NULL;
        s->client = *client;
        s->local = *local;
    }
    s->next = sessions;
    s->used = now_s();
    return sessions = s;
}

void datagram_take(struct watch *w, uint32_t events) {
    (void)events;
    for (int i = 0; i < TAKEN_AT_ONCE; i++) {
        struct sockaddr_storage client = {0};
        union local local;
        char control[256];
        struct iovec part = {port_buffer, sizeof port_buffer};
        struct msghdr m = {.msg_name = &client,
                           .msg_namelen = sizeof client,
                           .msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = control,
                           .msg_controllen = sizeof control};
        ssize_t n = recvmsg(w->fd, &m, 0);
        if (n < 0) return;
        know_local(&m, &local);
        const struct session *s = of((struct listener *)w, &client, &local);
        if (s) (void)send(s->watch.fd, port_buffer, (size_t)n, MSG_NOSIGNAL); /* may be lost */
    }
}

int datagrams_sweep(void) {
    time_t now = now_s();
    for (struct session **at = &sessions; *at;) {
        if (now - (*at)->used >= SILENCE_S)
            forget(at);
        else
            at = &(*at)->next;
    }
    return sessions ? SWEEP_MS : -1;
}
