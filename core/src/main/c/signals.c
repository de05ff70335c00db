#include "signals.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

enum { LAST_SIGNAL = 64 };

/* Faults of S itself, and what cannot be blocked. */
static bool synchronous(int signal) {
    switch (signal) {
    case SIGILL:
    case SIGTRAP:
    case SIGABRT:
    case SIGBUS:
    case SIGFPE:
    case SIGSEGV:
    case SIGSYS:
    case SIGKILL:
    case SIGSTOP:
        return true;
    default:
        return false;
    }
}

bool signals_forwardable(int signal) {
    switch (signal) {
    case SIGCHLD:
    case SIGPIPE:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
        return false;
    default:
        return !synchronous(signal);
    }
}

static bool terminates_by_default(int signal) {
    return signal != SIGCONT && signal != SIGURG && signal != SIGWINCH &&
           signals_forwardable(signal);
}

int signals_take(void) {
    sigset_t blocked, taken;
    (void)sigemptyset(&blocked);
    (void)sigemptyset(&taken);
    /* With SIGCHLD ignored the kernel would reap the children and their status be lost. */
    if (signal(SIGCHLD, SIG_DFL) == SIG_ERR) return -1;
    for (int s = 1; s <= LAST_SIGNAL; s++) {
        struct sigaction old;
        if (synchronous(s) || sigaction(s, NULL, &old) < 0 || old.sa_handler == SIG_IGN) continue;
        (void)sigaddset(&blocked, s); /* refuses libc's own few: nobody sends them */
        if (signals_forwardable(s) || s == SIGTSTP) (void)sigaddset(&taken, s);
    }
    /* Blocked and never read, so that S meets EPIPE and EIO rather than dying or stopping. */
    (void)sigaddset(&blocked, SIGPIPE);
    (void)sigaddset(&blocked, SIGTTIN);
    (void)sigaddset(&blocked, SIGTTOU);
    if (sigprocmask(SIG_SETMASK, &blocked, NULL) < 0) return -1;
    return signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
}

int signals_unblock(void) {
    sigset_t none;
    (void)sigemptyset(&none);
    return sigprocmask(SIG_SETMASK, &none, NULL);
}

int signals_reset(void) {
    for (int s = 1; s <= LAST_SIGNAL; s++) {
        struct sigaction old;
        if (sigaction(s, NULL, &old) == 0 && old.sa_handler != SIG_DFL) (void)signal(s, SIG_DFL);
    }
    return signals_unblock();
}

/* A mask such as SigCgt in the text of /proc/PID/status. */
static uint64_t mask_of(const char *status, const char *key) {
    const char *line = strstr(status, key);
    return line ? strtoull(line + strlen(key), NULL, 16) : 0;
}

/* True for "NSpid: 4711 1": seen from its own namespace it is PID 1. */
static bool is_namespace_init(const char *status) {
    const char *line = strstr(status, "\nNSpid:");
    if (!line) return false;
    line += strlen("\nNSpid:");
    size_t length = strcspn(line, "\n");
    unsigned ids = 0;
    bool one = false;
    for (size_t i = 0; i < length; i += strspn(line + i, " \t")) {
        size_t digits = strcspn(line + i, " \t\n");
        if (digits > 0) {
            ids++;
            one = digits == 1 && line[i] == '1';
        }
        i += digits;
    }
    return ids > 1 && one;
}

static bool has_no_effect(pid_t pid, int signal) {
    char path[64], status[4096];
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, status, sizeof status - 1) : -1;
    if (fd >= 0) (void)close(fd);
    if (n <= 0) return false; /* gone, or no /proc: forward and hope */
    status[n] = '\0';
    uint64_t noticed = mask_of(status, "\nSigCgt:\t") | mask_of(status, "\nSigIgn:\t") |
                       mask_of(status, "\nSigBlk:\t");
    return is_namespace_init(status) && !(noticed >> (signal - 1) & 1);
}

bool signals_deliver(pid_t pid, int pidfd, int signal, bool had_it) {
    if (terminates_by_default(signal) && has_no_effect(pid, signal))
        return sys_pidfd_send_signal(pidfd, SIGKILL) == 0;
    if (!had_it) (void)sys_pidfd_send_signal(pidfd, signal); /* ESRCH: it has just ended */
    return false;
}

int exit_status_of(int wait_status) {
    if (WIFSIGNALED(wait_status)) return 128 + WTERMSIG(wait_status);
    return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 255;
}
