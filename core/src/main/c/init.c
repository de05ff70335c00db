/*
 * Init: PID 1 forwards signals to its only child, reaps orphans, and ends with the child's status.
 * All signals are blocked before the fork and taken one by one, so none is lost. The child goes on
 * when PID 1 has closed its descriptors, among them the link to S: S would otherwise not know that
 * the program runs until after its first words.
 */
#include "kernel.h"
#include "launch.h"
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

/* Reaps everything that has ended; exits when the child is among it. */
static void reap(pid_t child) {
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        if (pid == child && (WIFEXITED(status) || WIFSIGNALED(status)))
            _exit(exit_status_of(status));
}

static _Noreturn void forward_and_reap(pid_t child, const sigset_t *all) {
    struct signalfd_siginfo info;
    /* Standard streams left open here would keep pipes from ending, and the host's terminal
     * reachable as /proc/1/fd/0. */
    (void)sys_close_range(0, ~0U);
    /* Not sigwaitinfo: while it waits, /proc shows the signals as not blocked, and S would conclude
     * that a signal has no effect on this process. */
    int signals = signalfd(-1, all, SFD_CLOEXEC);
    if (signals < 0) _exit(EXIT_INIT_FAILED);
    for (;;) {
        if (read(signals, &info, sizeof info) != sizeof info) continue;
        int signal = (int)info.ssi_signo;
        if (signal == SIGCHLD)
            reap(child);
        else if (signals_forwardable(signal))
            (void)kill(child, signal); /* ESRCH: it has just ended, and SIGCHLD follows */
    }
}

/* In the child: returns when the parent has closed its end, or is dead. */
static int await_parent(const int closed[2]) {
    char none;
    (void)close(closed[1]);
    ssize_t n = read(closed[0], &none, 1);
    (void)close(closed[0]);
    return n == 0 ? 0 : -1;
}

int op_init(struct process *c, const union field *f) {
    (void)f;
    sigset_t all, none;
    int closed[2];
    (void)sigfillset(&all);
    (void)sigemptyset(&none);
    pid_t init = getpid();
    /* Without a PID namespace of its own, orphans would go to someone else's PID 1. */
    if (init != 1 && prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0) return -1;
    if (sigprocmask(SIG_SETMASK, &all, NULL) < 0) return -1;
    if (pipe2(closed, O_CLOEXEC) < 0) return -1;
    pid_t child = fork();
    if (child < 0) return -1;
    if (child > 0) forward_and_reap(child, &all);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 || getppid() != init) _exit(c->exit_status);
    (void)close(c->parent); /* the parent is now the init */
    c->parent = -1;
    c->is_init_child = true;
    if (await_parent(closed) < 0) return -1;
    return sigprocmask(SIG_SETMASK, &none, NULL);
}
