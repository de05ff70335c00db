#include "terminal.h"

#include "kernel.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

enum { HUNG_UP_RETRY_MS = 100, FOREGROUND_RETRY_MS = 200, DRAIN_SILENCE_MS = 50 };

/*
 * A description of our own of a terminal, so that O_NONBLOCK does not reach the shell that shares
 * the inherited one. What cannot be opened again (another user's terminal) is used as it is.
 */
static int own_description(int fd) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int own = isatty(fd) ? open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1;
    return own >= 0 ? own : fd;
}

void terminal_attach(struct terminal *t, int master) {
    if (t->master >= 0) {
        (void)close(master);
        return;
    }
    t->master = master;
    t->in_is_tty = isatty(STDIN_FILENO);
    t->in = own_description(STDIN_FILENO);
    t->out = own_description(STDOUT_FILENO);
    t->window = -1;
    for (int fd = STDERR_FILENO; fd >= STDIN_FILENO; fd--)
        if (isatty(fd)) t->window = fd;
    terminal_resize(t); /* it may have changed since C copied it */
}

void terminal_resize(const struct terminal *t) {
    struct winsize size;
    if (t->master >= 0 && t->window >= 0 && ioctl(t->window, TIOCGWINSZ, &size) == 0)
        (void)ioctl(t->master, TIOCSWINSZ, &size); /* a wrong size is all that can come of it */
}

/* A terminal that is not our controlling one has no foreground group to be in. */
static bool in_foreground(void) {
    pid_t group = tcgetpgrp(STDIN_FILENO);
    return group < 0 || group == getpgrp();
}

static void make_raw(struct terminal *t) {
    t->foreground = !t->in_is_tty || in_foreground();
    if (!t->in_is_tty || !t->foreground) return;
    /* Raw already: stopped by SIGSTOP, which nobody sees coming, and continued. A shell may have
     * changed the modes meanwhile or not; those from before are the ones to go back to. */
    if (!t->raw && tcgetattr(STDIN_FILENO, &t->saved) < 0) return;
    struct termios raw = t->saved;
    cfmakeraw(&raw);
    /* What is typed ahead stays: no flush. */
    t->raw = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
}

void terminal_restore(struct terminal *t) {
    /* In the background the modes are those of whoever is in the foreground. */
    if (t->raw && in_foreground()) (void)tcsetattr(STDIN_FILENO, TCSANOW, &t->saved);
    t->raw = false;
}

void terminal_start(struct terminal *t) {
    if (t->master < 0 || t->started) return;
    t->started = true;
    make_raw(t);
}

void terminal_suspend(struct terminal *t) {
    terminal_restore(t);
}

void terminal_resume(struct terminal *t) {
    if (t->started) make_raw(t);
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

/* Writes what can be written now. False: nothing will ever be again. */
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
    if (t->foreground && t->in >= 0 && empty(&t->to_container))
        fds[0] = (struct pollfd){.fd = t->in, .events = POLLIN};
    if (!empty(&t->from_container)) fds[1] = (struct pollfd){.fd = t->out, .events = POLLOUT};
    int wanted = (empty(&t->from_container) ? POLLIN : 0) | (empty(&t->to_container) ? 0 : POLLOUT);
    if (wanted && !t->hung_up) fds[2] = (struct pollfd){.fd = t->master, .events = (short)wanted};
    if (t->hung_up) return HUNG_UP_RETRY_MS;
    return t->foreground ? -1 : FOREGROUND_RETRY_MS;
}

/* The signal that the last such character among the bytes stands for in the container's terminal.
 */
static int signal_typed(const struct terminal *t) {
    struct termios modes;
    int signal = 0;
    if (tcgetattr(t->master, &modes) < 0 || !(modes.c_lflag & ISIG)) return 0;
    for (size_t i = t->to_container.at; i < t->to_container.end; i++) {
        unsigned char byte = (unsigned char)t->to_container.bytes[i];
        if (byte == _POSIX_VDISABLE) continue;
        if ((modes.c_lflag & IEXTEN) && byte == modes.c_cc[VLNEXT])
            i++; /* the next one is meant literally */
        else if (byte == modes.c_cc[VINTR])
            signal = SIGINT;
        else if (byte == modes.c_cc[VQUIT])
            signal = SIGQUIT;
    }
    return signal;
}

/* The caller's input has ended: a terminal has hung up, a file or pipe is at its end. */
static int input_ended(struct terminal *t, int error) {
    if (error == EIO && t->in_is_tty && !in_foreground()) {
        t->foreground = false; /* looked at again by and by */
        return 0;
    }
    t->in = -1;
    if (t->in_is_tty) return SIGHUP;
    struct termios modes;
    cc_t end = tcgetattr(t->master, &modes) == 0 ? modes.c_cc[VEOF] : 4;
    t->to_container = (struct pump){.at = 0, .end = 1, .bytes = {(char)end}};
    return 0;
}

static void relay_output(struct terminal *t) {
    struct pump *p = &t->from_container;
    /* Nobody listens any more: the container must not come to stand because of that. */
    if (!empty(p) && (t->out < 0 || !empty_into(p, t->out))) {
        t->out = -1;
        p->at = p->end = 0;
    }
}

int terminal_relay(struct terminal *t, const struct pollfd fds[TERMINAL_POLLS], pid_t pid) {
    int signal = 0;
    /* A shell says nothing to a running job that it brings to the foreground. */
    if (t->started && !t->foreground && in_foreground()) make_raw(t);
    if (fds[0].revents) {
        int got = fill(&t->to_container, t->in);
        if (got < 0)
            signal = input_ended(t, errno);
        else if (got > 0)
            t->typed = signal_typed(t);
    }
    if (fds[2].revents || t->hung_up) {
        t->hung_up = false;
        /* EIO: no process holds the slave now; one may open it again. */
        if (empty(&t->from_container) && fill(&t->from_container, t->master) < 0) t->hung_up = true;
    }
    relay_output(t);
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
            fds[1] = (struct pollfd){.fd = t->out, .events = POLLOUT};
        else
            fds[1] = (struct pollfd){.fd = t->master, .events = POLLIN};
        /* A process that outlives the container may hold the slave: then silence is the end. */
        int n = poll(fds, 2, empty(&t->from_container) ? DRAIN_SILENCE_MS : -1);
        if (n == 0 || (n < 0 && errno != EINTR) || fds[0].revents) return;
    }
}
