/* EVENT and EVENTS: what is written down of a container's life, or of a command's in it. */
#ifndef JCR_EVENTS_H
#define JCR_EVENTS_H

#include "ending.h"
#include "event_file.h"

enum { NAME_MAX_SIZE = 256 };

/* Whom events are about. */
struct subject {
    char *id, *attributes; /* members of a JSON object, with commas between */
    char name[NAME_MAX_SIZE];
};

struct events {
    struct event_file file;
    struct subject of;
    char *name_file; /* holds the name it was given by `jcr rename`, if it was */
    char **began;    /* actions that are written when C is the program */
    char *ended;     /* the one that is written when C has ended */
    char *gone;      /* the one that is written when all is undone; empty: none */
    bool begun;
};

/* EVENTS: keeps a copy. 0, or -1 with errno. */
int events_keep(struct events *e, struct reader *r);

/* C is the program. */
void events_begin(struct events *e);

/* Takes the name that the container has now, while its directory is there. */
void events_name(struct events *e);

/* C has ended, and what could be undone is. */
void events_end(const struct events *e, const struct outcome *outcome);

/* EVENT: writes one. 0, or -1 with errno. */
int events_write(struct reader *r);

#endif
