/*
 * J as a session of the resident planner: not a child, but the other end of a connection.
 *
 *   'K' signal ──►     a signal that would have ended a Java of the caller's own
 *   ◄── 'S' status     the session has ended, and the planner does nothing more for it
 *
 * If the connection ends without 'S', the planner has died.
 */
#ifndef JCR_RESIDENT_H
#define JCR_RESIDENT_H

#include <stdbool.h>
#include <stdint.h>

struct resident {
    bool is;
    int signal;        /* the signal it was sent; 0: none */
    uint64_t deadline; /* CLOCK_MONOTONIC in ns: the session must have ended by then */
};

/* How J ended: its exit status. Closes the connection. */
int resident_hear(struct resident *r, int *life);

/* Ends the session, if this signal ends programs. */
void resident_signal(struct resident *r, int life, int signal);

/* The timeout for poll(2): `timeout`, or less when the planner is expected to end a session. */
int resident_timeout(const struct resident *r, int life, int timeout);

/* Whether it should have ended the session long ago. Anything that it still does for the session
 * has no effect on the host: the planner sees the connection end. */
bool resident_hangs(const struct resident *r, int life);

#endif
