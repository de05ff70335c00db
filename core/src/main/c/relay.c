#include "relay.h"

#include "kernel.h"
#include "signals.h"
#include "typed.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>

enum { RETRY_MS = 20, HUNG_UP_RETRY_MS = 100, SILENCE_MS = 50, END_TRIES = 50 };
enum { OWNER_NONE = -1, OWNER_GONE = -2 };
enum { OUT = CLIENT_POLLS, ERR, IN };

void relay_init(struct relay *r) {
    r->c = (struct streams){-1, -1, -1};
    r->log.fd = r->clients.listener = r->owner = -1;
}

void relay_master(struct relay *r, int master) {
    if (r->c.out >= 0) {
        (void)close(master);
        return;
    }
    r->c.in = r->c.out = master;
}

void relay_front(struct relay *r, int front) {
    clients_add(&r->clients, front, true);
    r->owner = front;
}

int relay_poll(const struct relay *r, struct pollfd fds[RELAY_POLLS]) {
    for (int i = 0; i < RELAY_POLLS; i++) fds[i] = (struct pollfd){.fd = -1};
    if (!r->on) return -1;
    bool pending = r->input_size > r->input_at;
    clients_poll(&r->clients, fds, !pending);
    if (!r->behind && !r->hung_up) fds[OUT] = (struct pollfd){.fd = r->c.out, .events = POLLIN};
    if (!r->behind) fds[ERR] = (struct pollfd){.fd = r->c.err, .events = POLLIN};
    if (pending && !r->hung_up) fds[IN] = (struct pollfd){.fd = r->c.in, .events = POLLOUT};
    if (r->behind) return RETRY_MS;
    if (r->hung_up) return HUNG_UP_RETRY_MS;
    return pending || r->c.in < 0 ? -1 : input_end_wait(&r->input_end);
}

/* ---- what C writes ---- */

static void log_bytes(struct relay *r, struct line *l, const char *stream, const char *at,
                      size_t size) {
    while (size > 0) {
        const char *newline = memchr(at, '\n', size);
        size_t piece = newline ? (size_t)(newline - at) : size, room = sizeof l->bytes - l->size;
        bool fits = piece <= room;
        if (!fits) piece = room;
        if (l->size == 0 && fits && newline) {
            log_write(&r->log, stream, true, at, piece);
        } else {
            memcpy(l->bytes + l->size, at, piece);
            l->size += piece;
            if (!fits || newline) {
                log_write(&r->log, stream, fits, l->bytes, l->size);
                l->size = 0;
            }
        }
        piece += fits && newline;
        at += piece;
        size -= piece;
    }
}

/* Ends a last line without a newline: as a whole record, as containerd writes it. */
static void end_line(struct relay *r, struct line *l, const char *stream) {
    if (l->size > 0) log_write(&r->log, stream, true, l->bytes, l->size);
    l->size = 0;
}

static void close_stream(int *fd) {
    (void)close(*fd);
    *fd = -1;
}

/* Reads a chunk from C and passes it on. */
static void take(struct relay *r, bool error) {
    int *fd = error ? &r->c.err : &r->c.out;
    ssize_t n = read(*fd, r->chunk, sizeof r->chunk);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0 && r->terminal) {
        r->hung_up = true; /* no process holds the slave now; one may open it again */
    } else if (n <= 0) {
        end_line(r, error ? &r->err : &r->out, error ? "stderr" : "stdout");
        close_stream(fd);
    } else {
        r->chunk_type = error ? 'R' : 'O';
        r->chunk_size = (size_t)n;
        log_bytes(r, error ? &r->err : &r->out, error ? "stderr" : "stdout", r->chunk, (size_t)n);
        r->behind = !clients_send(&r->clients, r->chunk_type, r->chunk, r->chunk_size);
    }
}

/* ---- what clients write ---- */

static void end_input(struct relay *r) {
    r->input_ends = false;
    if (r->c.in < 0) return;
    if (r->terminal)
        input_end_begin(&r->input_end);
    else
        close_stream(&r->c.in);
}

static void type_the_end(struct relay *r) {
    if (r->input_at < r->input_size || r->c.in < 0) return;
    if (!input_end_next(&r->input_end, r->c.in, r->input)) return;
    r->input_at = 0;
    r->input_size = 1;
}

static void write_input(struct relay *r) {
    while (r->input_at < r->input_size) {
        ssize_t n =
            r->c.in < 0 ? 0 : write(r->c.in, r->input + r->input_at, r->input_size - r->input_at);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (n > 0) {
            r->input_at += (size_t)n;
            continue;
        }
        r->input_at = r->input_size = 0; /* nobody reads it */
        if (r->c.in >= 0 && !r->terminal) close_stream(&r->c.in);
    }
    if (r->input_ends) end_input(r);
}

static void resize(const struct relay *r, const char bytes[4]) {
    struct winsize size = {0};
    memcpy(&size.ws_row, bytes, 2); /* both supported architectures are little-endian */
    memcpy(&size.ws_col, bytes + 2, 2);
    if (r->terminal && r->c.out >= 0) (void)ioctl(r->c.out, TIOCSWINSZ, &size);
}

/* Reads one packet from a client; returns a signal for the container, or 0. */
static int hear(struct relay *r, unsigned client) {
    size_t size = 0;
    int fd = r->clients.list[client].fd;
    int type = clients_receive(&r->clients, client, r->input, &size);
    if (type == 'I' && r->mode != STDIN_NONE) {
        r->input_at = 0;
        r->input_size = size;
        if (r->terminal) r->typed = typed_signal(r->c.in, r->input, size);
    } else if (type == 'W' && size == 4) {
        resize(r, r->input);
    } else if (type == 'K' && size == 1 && signals_forwardable(r->input[0])) {
        return r->input[0];
    } else if (type == 'E' && r->mode == STDIN_ONCE && fd == r->owner) {
        r->input_ends = true;
    }
    return 0;
}

static void miss_owner(struct relay *r) {
    for (unsigned i = 0; i < r->clients.count; i++)
        if (r->clients.list[i].fd == r->owner) return;
    if (r->owner < 0) return;
    r->owner = OWNER_GONE;
    r->input_ends = r->mode == STDIN_ONCE && !r->terminal; /* a terminal is left, it does not end */
}

static void welcome(struct relay *r) {
    unsigned before = r->clients.count;
    clients_accept(&r->clients);
    if (r->clients.count > before && r->owner == OWNER_NONE) r->owner = r->clients.list[before].fd;
}

int relay_move(struct relay *r, const struct pollfd fds[RELAY_POLLS]) {
    int signal = 0;
    if (!r->on) return 0;
    /* Backwards, because a client that is gone is replaced by the last one. */
    for (unsigned i = r->clients.count; i-- > 0 && r->input_at >= r->input_size;)
        if (fds[i].revents) {
            int wanted = hear(r, i);
            signal = wanted ? wanted : signal;
            write_input(r);
        }
    if (r->behind) r->behind = !clients_retry(&r->clients, r->chunk_type, r->chunk, r->chunk_size);
    bool again = r->hung_up;
    r->hung_up = false;
    if (!r->behind && r->c.out >= 0 && (fds[OUT].revents || again)) take(r, false);
    if (!r->behind && r->c.err >= 0 && fds[ERR].revents) take(r, true);
    miss_owner(r);
    type_the_end(r);
    write_input(r);
    if (fds[CLIENTS_MAX].revents) welcome(r);
    return signal;
}

int relay_typed(struct relay *r, pid_t pid) {
    if (!r->typed || r->input_at < r->input_size) return 0;
    int signal = r->c.in >= 0 && tcgetpgrp(r->c.in) == pid ? r->typed : 0;
    r->typed = 0;
    return signal;
}

void relay_drain(struct relay *r) {
    if (!r->on) return;
    for (;;) {
        struct pollfd fds[RELAY_POLLS];
        int timeout = relay_poll(r, fds);
        bool ended = (r->c.out < 0 || r->hung_up) && r->c.err < 0;
        if (ended && !r->behind) break;
        /* A process that outlives the container may hold a pipe open, so silence counts as the
         * end. */
        int n = poll(fds, RELAY_POLLS, r->behind ? timeout : SILENCE_MS);
        if ((n == 0 && !r->behind) || (n < 0 && errno != EINTR)) break;
        (void)relay_move(r, fds);
    }
    end_line(r, &r->out, "stdout");
    end_line(r, &r->err, "stderr");
}

void relay_end(struct relay *r, int status) {
    char byte = (char)status;
    if (!r->on) return;
    bool sent = clients_send(&r->clients, 'X', &byte, 1);
    for (int tries = 0; !sent && tries < END_TRIES; tries++) {
        (void)poll(NULL, 0, RETRY_MS);
        sent = clients_retry(&r->clients, 'X', &byte, 1);
    }
    clients_close(&r->clients);
}
