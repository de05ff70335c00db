/*
 * ATTACH: this process as a client of S', once J has ended with 0 (packets: clients.h).
 *
 *   caller's stdin  ─► keys ─► I, E, W, K ─► S' ─► O, R ─► caller's stdout, stderr
 *                                                └► X ─► exit status
 */
#ifndef JCR_ATTACH_H
#define JCR_ATTACH_H

#include "packet.h"

enum { KEYS_MAX = 16 };

struct attachment {
    bool wanted; /* by an ATTACH; without a socket path, over the pair between F and S' */
    int fd;      /* -1: none */
    bool input, signal_proxy;
    size_t keys_count;
    char keys[KEYS_MAX];
};

/* Connects to `control`, unless that is empty. 0, or -1 with errno. */
int attach_begin(struct attachment *a, struct span control);

/* Relays until the container has ended, the keys have been typed, or S' is gone. Returns the exit
 * status. */
int attach_run(const struct attachment *a, int fd, int signals);

#endif
