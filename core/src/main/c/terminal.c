#include "terminal.h"

#include "kernel.h"
#include "typed.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

enum { HUNG_UP_RETRY_MS = 100, FOREGROUND_RETRY_MS = 200, DRAIN_SILENCE_MS = 50 };

void terminal_attach(struct terminal *t, int master) {
    if (t->master >= 0) {
        (void)close(master);
        return;
    }
    t->master = master;
    caller_open(&t->caller);
    terminal_resize(t); /* it may have changed since C copied it */
}

void terminal_resize(const struct terminal *t) {
    struct winsize size;
    if (t->master >= 0 && caller_window(&t->caller, &size))
        (void)ioctl(t->master, TIOCSWINSZ, &size); /* the worst that can happen is a wrong size */
}

void terminal_restore(struct terminal *t) {
    caller_restore(&t->caller);
}

void terminal_start(struct terminal *t) {
    if (t->master < 0 || t->started) return;
    t->started = true;
    caller_make_raw(&t->caller);
}

void terminal_suspend(struct terminal *t) {
    caller_restore(&t->caller);
}

void terminal_resume(struct terminal *t) {
    if (t->started) caller_make_raw(&t->caller);
    terminal_resize(t);
}

static bool empty(const struct pump *p) {
    return p->at == p->end;
}

/* 1: something was read, 0: nothing now, -1: the end (errno, or 0 for end of file). */
static int fill(struct pump *p, int fd) {
    ssize_t n = read(fd, p->bytes, sizeof p->bytes);
    if (n > 0) {
        p->at = 0;
        p->end = (size_t)n;
        return 1;
    }
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    errno = n < 0 ? errno : 0;
    return -1;
}

/* Writes what can be written now. False: nothing more can ever be written. */
static bool empty_into(struct pump *p, int fd) {
    while (!empty(p)) {
        ssize_t n = write(fd, p->bytes + p->at, p->end - p->at);
        if (n <= 0) return n == 0 || errno == EAGAIN || errno == EINTR;
        p->at += (size_t)n;
    }
    return true;
}

int terminal_poll(const struct terminal *t, struct pollfd fds[TERMINAL_POLLS]) {
    for (int i = 0; i < TERMINAL_POLLS; i++) fds[i] = (struct pollfd){.fd = -1};
    if (t->master < 0 || !t->started) return -1;
    if (t->caller.foreground && t->caller.in >= 0 && empty(&t->to_container))
        fds[0] = (struct pollfd){.fd = t->caller.in, .events = POLLIN};
    if (!empty(&t->from_container))
        fds[1] = (struct pollfd){.fd = t->caller.out, .events = POLLOUT};
    int wanted = (empty(&t->from_container) ? POLLIN : 0) | (empty(&t->to_container) ? 0 : POLLOUT);
    if (wanted && !t->hung_up) fds[2] = (struct pollfd){.fd = t->master, .events = (short)wanted};
    if (t->hung_up) return HUNG_UP_RETRY_MS;
    if (empty(&t->to_container) && t->input_end.over) return input_end_wait(&t->input_end);
    return t->caller.foreground ? -1 : FOREGROUND_RETRY_MS;
}

/* The caller's input has ended: a terminal has hung up, or a file or pipe is at its end. */
static int input_ended(struct terminal *t, int error) {
    if (error == EIO && t->caller.in_is_tty && !caller_in_foreground()) {
        t->caller.foreground = false; /* checked again from time to time */
        return 0;
    }
    t->caller.in = -1;
    if (t->caller.in_is_tty) return SIGHUP;
    input_end_begin(&t->input_end);
    return 0;
}

static void relay_output(struct terminal *t) {
    struct pump *p = &t->from_container;
    /* Nobody is listening any longer, which must not block the container. */
    if (!empty(p) && (t->caller.out < 0 || !empty_into(p, t->caller.out))) {
        t->caller.out = -1;
        p->at = p->end = 0;
    }
}

static void type_the_end(struct terminal *t) {
    struct pump *p = &t->to_container;
    if (!empty(p) || !input_end_next(&t->input_end, t->master, p->bytes)) return;
    p->at = 0;
    p->end = 1;
}

int terminal_relay(struct terminal *t, const struct pollfd fds[TERMINAL_POLLS], pid_t pid) {
    int signal = 0;
    /* A shell does not notify a running job when it moves it to the foreground. */
    if (t->started && !t->caller.foreground && caller_in_foreground()) caller_make_raw(&t->caller);
    if (fds[0].revents) {
        int got = fill(&t->to_container, t->caller.in);
        if (got < 0)
            signal = input_ended(t, errno);
        else if (got > 0)
            t->typed = typed_signal(t->master, t->to_container.bytes, t->to_container.end);
    }
    if (fds[2].revents || t->hung_up) {
        t->hung_up = false;
        /* EIO: no process holds the slave now; one may open it again. */
        if (empty(&t->from_container) && fill(&t->from_container, t->master) < 0) t->hung_up = true;
    }
    relay_output(t);
    type_the_end(t);
    if (!empty(&t->to_container) && !empty_into(&t->to_container, t->master))
        t->to_container.at = t->to_container.end = 0;
    if (t->typed && empty(&t->to_container)) {
        if (tcgetpgrp(t->master) == pid) signal = t->typed;
        t->typed = 0;
    }
    return signal;
}

void terminal_drain(struct terminal *t, int signals) {
    if (t->master < 0) return;
    for (;;) {
        bool pending = !empty(&t->from_container);
        if (!pending && fill(&t->from_container, t->master) < 0)
            return; /* all is read and the slave closed: the usual end */
        relay_output(t);
        struct pollfd fds[2] = {{.fd = signals, .events = POLLIN}, {.fd = -1}};
        if (!empty(&t->from_container))
            fds[1] = (struct pollfd){.fd = t->caller.out, .events = POLLOUT};
        else
            fds[1] = (struct pollfd){.fd = t->master, .events = POLLIN};
        /* A process that outlives the container may hold the slave open, so silence counts as the
         * end. */
        int n = poll(fds, 2, empty(&t->from_container) ? DRAIN_SILENCE_MS : -1);
        if (n == 0 || (n < 0 && errno != EINTR) || fds[0].revents) return;
    }
}
