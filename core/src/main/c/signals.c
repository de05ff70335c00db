#include "signals.h"

#include "small_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>

enum {
    LAST_SIGNAL = 64,
    LOOKS = 300, /* a millisecond each */
    LOOKS_BLOCKED = 10,
    LOOKS_RUNNING = 4,
    LOOKS_ASLEEP = 2,
};

/* Faults of S itself, and signals that cannot be blocked. */
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

bool signals_terminating(int signal) {
    return signal != SIGCONT && signal != SIGURG && signal != SIGWINCH &&
           signals_forwardable(signal);
}

/* A raw system call: libc hides signals 32 to 34, which a caller can ignore nevertheless. */
struct kernel_action {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)(void);
    uint64_t mask;
};

static int kernel_sigaction(int signal, const struct kernel_action *new,
                            struct kernel_action *old) {
    return (int)syscall(SYS_rt_sigaction, signal, new, old, sizeof old->mask);
}

/* The signals that the caller ignored when S was started. */
static uint64_t ignored;

static bool is_ignored(int signal) {
    struct kernel_action old;
    return kernel_sigaction(signal, NULL, &old) == 0 && old.handler == SIG_IGN;
}

int signals_take(void) {
    sigset_t blocked, taken;
    (void)sigemptyset(&blocked);
    (void)sigemptyset(&taken);
    /* With SIGCHLD ignored, the kernel would reap the children and their status would be lost. */
    if (signal(SIGCHLD, SIG_DFL) == SIG_ERR) return -1;
    for (int s = 1; s <= LAST_SIGNAL; s++) {
        if (is_ignored(s)) ignored |= 1ULL << (s - 1);
        if (synchronous(s) || ignored >> (s - 1) & 1) continue;
        (void)sigaddset(&blocked, s); /* fails for libc's own few, which nobody sends */
        if (signals_forwardable(s) || s == SIGTSTP) (void)sigaddset(&taken, s);
    }
    /* Blocked and never read, so that S gets EPIPE and EIO instead of dying or stopping. */
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
    const struct kernel_action by_default = {0};
    for (int s = 1; s <= LAST_SIGNAL; s++)
        if (ignored >> (s - 1) & 1 && kernel_sigaction(s, &by_default, NULL) < 0) return -1;
    return signals_unblock();
}

/* A mask such as SigCgt from the text of /proc/PID/status. */
static uint64_t mask_of(const char *status, const char *key) {
    const char *line = strstr(status, key);
    return line ? strtoull(line + strlen(key), NULL, 16) : 0;
}

/* True for "NSpid: 4711 1": in its own namespace, it is PID 1. */
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

enum doing { SOMETHING, RUNNING_ON, WAITING_FOR_SIGNALS };

/* While a process waits in sigtimedwait(2), /proc shows the signals that it waits for as not
 * blocked. Just before, it may already be shown as asleep, but is not. */
static enum doing doing_of(pid_t pid) {
    static const char running[] = "running";
    char path[64], call[128];
    snprintf(path, sizeof path, "/proc/%d/syscall", (int)pid);
    if (file_read(path, call, sizeof call) <= 0) return SOMETHING;
    if (strncmp(call, running, sizeof running - 1) == 0) return RUNNING_ON;
    return strtol(call, NULL, 10) == SYS_rt_sigtimedwait ? WAITING_FOR_SIGNALS : SOMETHING;
}

enum effect { NONE, BLOCKED, NOTICED };

/* The effect of a signal on a process when the signal's default action is to terminate. */
static enum effect effect_on(pid_t pid, int signal, bool *running) {
    char path[64], status[4096];
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    if (file_read(path, status, sizeof status) <= 0 || !is_namespace_init(status))
        return NOTICED; /* gone, or an ordinary process */
    uint64_t handled = mask_of(status, "\nSigCgt:\t") | mask_of(status, "\nSigIgn:\t");
    if (handled >> (signal - 1) & 1) return NOTICED;
    enum doing doing = doing_of(pid);
    if (doing == WAITING_FOR_SIGNALS) return NOTICED;
    *running = doing == RUNNING_ON || strstr(status, "\nState:\tR");
    return mask_of(status, "\nSigBlk:\t") >> (signal - 1) & 1 ? BLOCKED : NONE;
}

/* How long it has had a processor, in nanoseconds; 0 if the kernel does not say. */
static uint64_t processor_time(pid_t pid) {
    char path[64], text[128];
    snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
    return file_read(path, text, sizeof text) > 0 ? strtoull(text, NULL, 10) : 0;
}

/*
 * One look is not enough. NONE: it may have been about to wait for signals, or have just stopped
 * waiting; on a busy machine it may want a processor for long at such a moment, so a running
 * process is looked at until it has had one in between, time and again. BLOCKED: inits permanently
 * block what they take by signalfd; shells and fork(3) block everything for a moment, and the
 * signal would be lost as soon as they unblock it.
 */
static bool has_no_effect(pid_t pid, int signal) {
    uint64_t before = 0;
    int blocked = 0, none = 0;
    for (int look = 0; look < LOOKS; look++) {
        bool running = false;
        enum effect effect = effect_on(pid, signal, &running);
        if (effect == NOTICED) return false;
        if (effect == BLOCKED) {
            if (++blocked == LOOKS_BLOCKED) return false;
            none = 0;
        } else {
            uint64_t now = running ? processor_time(pid) : 0;
            if (none == 0 || now != before || !running) none++;
            before = now;
            if (none == (running ? LOOKS_RUNNING : LOOKS_ASLEEP)) return true;
        }
        if (running || effect == BLOCKED) (void)nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
    return true; /* it gets no processor */
}

bool signals_deliver(pid_t pid, int pidfd, int signal, bool had_it) {
    if (signals_terminating(signal) && has_no_effect(pid, signal))
        return sys_pidfd_send_signal(pidfd, SIGKILL) == 0;
    if (!had_it) (void)sys_pidfd_send_signal(pidfd, signal); /* ESRCH: it has just ended */
    return false;
}

int exit_status_of(int wait_status) {
    if (WIFSIGNALED(wait_status)) return 128 + WTERMSIG(wait_status);
    return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 255;
}
