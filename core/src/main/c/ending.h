/* RECORD: what S leaves behind when everything is over: the exit file, and a program that replaces
 * S. */
#ifndef JCR_ENDING_H
#define JCR_ENDING_H

#include "journal.h"
#include "packet.h"

#include <time.h>

struct ending {
    char *path;       /* of the exit file; NULL: none */
    int fd;           /* a nameless file with reserved space; -1: none */
    char **successor; /* argv; NULL: none */
};

struct outcome {
    int status, signal;
    bool oom_killed;
    struct timespec started_at;
    const struct undo_result *undo;
};

/* Keeps a copy and reserves space for the exit file. 0, or -1 with errno. */
int ending_keep(struct ending *e, struct span path, struct span successor);

/* Writes the exit file; the old one stays until the new one is complete. 0, or -1 with errno. */
int ending_write(const struct ending *e, const struct outcome *outcome);

/* Becomes the successor; returns when there is none or it cannot be executed. */
void ending_succeed(const struct ending *e);

#endif
