/*
 * S's side of the container's terminal: relays between the caller's streams and the pty's master.
 *
 *              attach (master came from C)   start (J has ended with 0)
 *   no master ───────────────────────────► waiting ────────────────► relaying, the caller's
 *                                                                     terminal raw while in
 *                                                                     the foreground
 *   SIGTSTP: suspend ─► stopped ─► SIGCONT: resume       end: drain, restore
 *
 * Nothing is relayed before J has ended: until then the terminal is J's, for a trace or an error.
 */
#ifndef JCR_TERMINAL_H
#define JCR_TERMINAL_H

#include "caller.h"

#include "input_end.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { PUMP_SIZE = 4096, TERMINAL_POLLS = 3 };

/* Bytes in transit in one direction. */
struct pump {
    size_t at, end;
    char bytes[PUMP_SIZE];
};

struct terminal {
    int master; /* -1: the container has no terminal of its own */
    struct caller caller;
    bool started;
    bool hung_up; /* no process holds the slave right now */
    struct input_end input_end;
    int typed; /* the signal whose character is in `to_container` */
    struct pump to_container, from_container;
};

void terminal_attach(struct terminal *t, int master);
void terminal_start(struct terminal *t);

/* Fills three entries; returns the poll timeout it wants, -1 for none. */
int terminal_poll(const struct terminal *t, struct pollfd fds[TERMINAL_POLLS]);

/*
 * Moves what can be moved. Returns a signal that the container's first process, `pid`, was sent by
 * a key (as leader of the foreground process group) or because the caller's terminal hung up, or 0.
 */
int terminal_relay(struct terminal *t, const struct pollfd fds[TERMINAL_POLLS], pid_t pid);

void terminal_resize(const struct terminal *t);
void terminal_suspend(struct terminal *t);
void terminal_resume(struct terminal *t);

/* Writes out everything the container has written, unless `signals` receives a signal first. */
void terminal_drain(struct terminal *t, int signals);

/* Restores the caller's terminal modes; may be called any number of times. */
void terminal_restore(struct terminal *t);

#endif
