/* An event loop: descriptors watched by epoll(7), each with a function to call when it is ready. */
#ifndef JCR_WATCH_H
#define JCR_WATCH_H

#include <stdint.h>

/* Must be the first member of the struct that it belongs to. */
struct watch {
    int fd;
    uint32_t wanted;
    void (*ready)(struct watch *w, uint32_t events);
    struct watch *next;
};

/* -1 with errno. */
int watch_begin(void);

/* Requests these events from now on. With none, errors and hang-ups are not reported either: a
 * descriptor that has hung up and that nobody reads yet would keep the loop spinning. */
int watch_want(struct watch *w, uint32_t events);

void watch_close(struct watch *w);

/* Frees a closed watch once all events of this round have been handled. */
void watch_bury(struct watch *w);

/* Waits, then calls the functions of ready descriptors. -1 with errno. */
int watch_wait(int timeout_ms);

#endif
