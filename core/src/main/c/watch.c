#include "watch.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 64 };

static int epoll = -1;
static struct watch *buried;

int watch_begin(void) {
    epoll = epoll_create1(EPOLL_CLOEXEC);
    return epoll < 0 ? -1 : 0;
}

int watch_want(struct watch *w, uint32_t events) {
    if (events == w->wanted) return 0;
    struct epoll_event event = {.events = events, .data.ptr = w};
    int change = events == 0 ? EPOLL_CTL_DEL : w->wanted == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    if (epoll_ctl(epoll, change, w->fd, &event) < 0) return -1;
    w->wanted = events;
    return 0;
}

void watch_close(struct watch *w) {
    if (w->fd >= 0) (void)close(w->fd);
    w->fd = -1;
    w->wanted = 0;
    w->ready = NULL;
}

void watch_bury(struct watch *w) {
    w->next = buried;
    buried = w;
}

int watch_wait(int timeout_ms) {
    struct epoll_event events[EVENTS];
    int count = epoll_wait(epoll, events, EVENTS, timeout_ms);
    if (count < 0) return errno == EINTR ? 0 : -1;
    for (int i = 0; i < count; i++) {
        struct watch *w = events[i].data.ptr;
        if (w->ready) w->ready(w, events[i].events);
    }
    while (buried) {
        struct watch *gone = buried;
        buried = gone->next;
        free(gone);
    }
    return 0;
}
