#include "caller.h"

#include "kernel.h"

#include <signal.h>
#include <stdio.h>

/*
 * Our own open file description of a terminal, so that O_NONBLOCK does not affect the shell that
 * shares the inherited one. A terminal that cannot be opened again (another user's) is used as is.
 */
static int own_description(int fd) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int own = isatty(fd) ? open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1;
    return own >= 0 ? own : fd;
}

void caller_open(struct caller *c) {
    c->in_is_tty = isatty(STDIN_FILENO);
    c->in = own_description(STDIN_FILENO);
    c->out = own_description(STDOUT_FILENO);
    c->window = -1;
    for (int fd = STDERR_FILENO; fd >= STDIN_FILENO; fd--)
        if (isatty(fd)) c->window = fd;
}

bool caller_window(const struct caller *c, struct winsize *size) {
    return c->window >= 0 && ioctl(c->window, TIOCGWINSZ, size) == 0;
}

/* A terminal that is not our controlling one has no foreground group for us to be in. */
bool caller_in_foreground(void) {
    pid_t group = tcgetpgrp(STDIN_FILENO);
    return group < 0 || group == getpgrp();
}

void caller_make_raw(struct caller *c) {
    c->foreground = !c->in_is_tty || caller_in_foreground();
    if (!c->in_is_tty || !c->foreground) return;
    /* Already raw: stopped by SIGSTOP, which nobody sees coming, and continued. A shell may have
     * changed the modes in the meantime; the ones to restore are those from before. */
    if (!c->raw && tcgetattr(STDIN_FILENO, &c->saved) < 0) return;
    struct termios raw = c->saved;
    cfmakeraw(&raw);
    /* No flush: type-ahead is kept. */
    c->raw = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
}

void caller_restore(struct caller *c) {
    /* In the background, the modes belong to whoever is in the foreground. */
    if (c->raw && caller_in_foreground()) (void)tcsetattr(STDIN_FILENO, TCSANOW, &c->saved);
    c->raw = false;
}

void caller_stop(void) {
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTSTP);
    (void)kill(getpid(), SIGTSTP);
    (void)sigprocmask(SIG_UNBLOCK, &set, NULL); /* stops here and continues here */
    (void)sigprocmask(SIG_BLOCK, &set, NULL);
}
