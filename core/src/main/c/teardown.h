/* TEARDOWN: S adds to a trace, which J has written, how long the teardown took. */
#ifndef JCR_TEARDOWN_H
#define JCR_TEARDOWN_H

#include "packet.h"

#include <stdint.h>

struct teardown {
    int fd;         /* the file, open; -1: none */
    uint64_t zero;  /* when its times begin, CLOCK_MONOTONIC */
    uint64_t tail;  /* how many bytes at its end the text takes the place of */
    char **between; /* three pieces of text, with the begin and the duration between them, in us */
};

/* Opens the file and keeps a copy of the rest. 0, or -1 with errno. */
int teardown_keep(struct teardown *t, struct reader *r);

/* Writes it down, if a file was named and J has written it. 0, or -1 with errno. */
int teardown_write(const struct teardown *t, uint64_t begin, uint64_t end);

#endif
