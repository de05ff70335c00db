/*
 * The state of S. Its loop is supervise.c; request.c carries out J's requests; detach.c splits S in
 * two, F and S', each with a copy of this.
 */
#ifndef JCR_SUPERVISOR_H
#define JCR_SUPERVISOR_H

#include "attach.h"
#include "ending.h"
#include "events.h"
#include "journal.h"
#include "launch.h"
#include "notes.h"
#include "relay.h"
#include "resident.h"
#include "teardown.h"
#include "terminal.h"

enum { RUNNING = -1 };

/* What S is, or has become through DETACH. */
enum role {
    WHOLE,    /* S: J's parent and C's */
    FRONT,    /* F: J's parent */
    DETACHED, /* S': C's parent */
};

struct supervisor {
    enum role role;
    int pair; /* between F and S'; -1: none */
    int signals;
    int control;                 /* -1 once C has been launched or J has closed its end */
    int called;                  /* what J records before it calls a plugin */
    int link;                    /* S's end of the pair to C; -1 once C is the program, or dead */
    struct child jvm, container; /* in S', J is known only through `pair` */
    struct resident resident;    /* a J that is not a child */
    int jvm_status, container_status;
    int jvm_signal;       /* a terminating signal that went to J; 0: none */
    int container_signal; /* the signal that ended it; 0: none */
    bool executed;        /* C is the program (or dead, which its pidfd says) */
    bool failed;          /* C has reported that it will not become the program */
    struct timespec started_at;
    bool traced;    /* reports what the teardown cost */
    int terminated; /* the signal that the program was killed for, see signals_deliver */
    struct journal journal;
    struct notes notes;
    struct ending ending;
    struct events events;
    struct teardown teardown;
    struct terminal terminal;
    struct relay relay;
    struct attachment attachment; /* of F, or of an undivided S */
};

void supervisor_init(struct supervisor *s);
bool supervisor_runs(const struct child *child, int status);
void supervisor_kill(struct supervisor *s); /* the container, if it runs */
void supervisor_close(int *fd);

/* FD_SELF becomes a pidfd of this process. 0, or -1 with errno. */
int supervisor_know_self(void);

#endif
