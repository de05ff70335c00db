/* What S knows; supervise.c is its loop, request.c answers J. */
#ifndef JCR_SUPERVISOR_H
#define JCR_SUPERVISOR_H

#include "journal.h"
#include "launch.h"
#include "notes.h"
#include "terminal.h"

enum { RUNNING = -1 };

struct supervisor {
    int signals;
    int control; /* -1 once C has been launched, or J has closed its end */
    int link;    /* S's end of the pair to C; -1 once C is the program, or dead */
    struct child jvm, container;
    int jvm_status, container_status;
    bool executed;  /* C is the program */
    bool traced;    /* tells what the teardown cost */
    int terminated; /* the signal that the program was killed for, see signals_deliver */
    struct journal journal;
    struct notes notes;
    struct terminal terminal;
};

bool supervisor_runs(const struct child *child, int status);
void supervisor_kill(struct supervisor *s); /* the container, if it runs */
void supervisor_close(int *fd);

/* Receives one packet of J and does what it asks for. */
void request_handle(struct supervisor *s);

#endif
