/* An event loop: descriptors that epoll(7) watches, each with what is done when it is ready. */
#ifndef JCR_WATCH_H
#define JCR_WATCH_H

#include <stdint.h>

/* The first member of what it belongs to. */
struct watch {
    int fd;
    uint32_t wanted;
    void (*ready)(struct watch *w, uint32_t events);
    struct watch *next;
};

/* -1 with errno. */
int watch_begin(void);

/* Wants these events from now on. With none, errors and hang-ups are not reported either: a
 * descriptor that has hung up and that nobody reads yet would keep the loop spinning. */
int watch_want(struct watch *w, uint32_t events);

void watch_close(struct watch *w);

/* Closed, it is freed when all events of this round have been looked at. */
void watch_bury(struct watch *w);

/* Waits and has what is ready dealt with. -1 with errno. */
int watch_wait(int timeout_ms);

#endif
