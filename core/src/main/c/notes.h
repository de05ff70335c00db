/* The notes of LAUNCH: what a cgroup's files say about the container's end, in J's words. */
#ifndef JCR_NOTES_H
#define JCR_NOTES_H

#include "packet.h"

struct notes {
    uint8_t *fields; /* our own copy of that part of the packet; NULL if there are none */
    size_t size;
    uint32_t count;
};

/* 0, or -1 with errno. The reader must be at the first note and end after the last. */
int notes_keep(struct notes *n, const struct reader *r, uint32_t count);

/* Reads the files and prints to stderr; returns how many had something to say. */
uint32_t notes_print(const struct notes *n);

#endif
