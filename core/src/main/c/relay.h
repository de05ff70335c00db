/*
 * S' between the container's streams, its log and the attached clients:
 *
 *   C's stdout ─► chunk ─┬─► line ─► log         clients ─► input ─► C's stdin
 *   C's stderr ─► chunk ─┴─► clients
 *
 * With a terminal, its master stands for all three. No more output of C is read while a client that
 * has not been dropped yet is still missing the chunk.
 */
#ifndef JCR_RELAY_H
#define JCR_RELAY_H

#include "clients.h"
#include "input_end.h"
#include "log.h"
#include "streams.h"

#include <sys/types.h>

enum { RELAY_POLLS = CLIENT_POLLS + 3 };

struct line {
    size_t size;
    char bytes[LOG_LINE_MAX];
};

struct relay {
    bool on; /* this is S' */
    enum stdin_mode mode;
    struct streams c; /* with a terminal `in` and `out` are the master */
    bool terminal, hung_up;
    struct log log;
    struct line out, err; /* the current line so far */
    struct clients clients;
    int owner;                  /* a descriptor: the client with which STDIN_ONCE ends */
    bool input_ends;            /* when `input` is written */
    struct input_end input_end; /* with a terminal */
    bool behind;                /* some clients have not been sent the chunk yet */
    int typed;                  /* the signal whose character is in `input` */
    char chunk_type;
    size_t chunk_size, input_at, input_size;
    char chunk[CHUNK], input[CHUNK];
};

void relay_init(struct relay *r);
void relay_master(struct relay *r, int master);

/* Fills RELAY_POLLS entries; returns the poll timeout it wants, -1 for none. */
int relay_poll(const struct relay *r, struct pollfd fds[RELAY_POLLS]);

/* Moves what can be moved; returns a signal that a client wants sent to the container, or 0. */
int relay_move(struct relay *r, const struct pollfd fds[RELAY_POLLS]);

/* A signal that a client typed and that C's terminal has sent to C, `pid`; 0: none. */
int relay_typed(struct relay *r, pid_t pid);

/* F is a client from the beginning, but nothing is read from it before J has ended. */
void relay_front(struct relay *r, int front);

/* Delivers everything that C, which has ended, has written to the log and the clients. */
void relay_drain(struct relay *r);

/* Tells the clients how C ended, and disconnects them. */
void relay_end(struct relay *r, int status);

#endif
