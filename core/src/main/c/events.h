/* EVENT and EVENTS: records the life of a container, or of a command in it. */
#ifndef JCR_EVENTS_H
#define JCR_EVENTS_H

#include "ending.h"
#include "event_file.h"

enum { NAME_MAX_SIZE = 256 };

/* What events are about: a container. */
struct subject {
    char *id, *attributes; /* members of a JSON object, separated by commas */
    char name[NAME_MAX_SIZE];
};

struct events {
    struct event_file file;
    struct subject of;
    char *name_file; /* holds the name given by `jcr rename`, if any */
    char **began;    /* actions written when C is the program */
    char *ended;     /* the action written when C has ended */
    char *gone;      /* the action written when everything is undone; empty: none */
    bool begun;
};

/* EVENTS: keeps a copy. 0, or -1 with errno. */
int events_keep(struct events *e, struct reader *r);

/* C is the program. */
void events_begin(struct events *e);

/* Reads the container's current name while its directory still exists. */
void events_name(struct events *e);

/* C has ended, and everything that could be undone has been. */
void events_end(const struct events *e, const struct outcome *outcome);

/* EVENT: writes one event. 0, or -1 with errno. */
int events_write(struct reader *r);

#endif
