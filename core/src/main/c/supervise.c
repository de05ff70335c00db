/*
 * S: the parent of the JVM (J) and of the container's first process (C).
 *
 *              BEGIN, RECLAIM                      link ends: C is the program
 *               ┌──────┐                           ┌──────────┐
 *               ▼      │  LAUNCH                   ▼          │
 *   start ──► J works ─┴─────────► J and C work ──────► J and program ──► J exits 0 ──► program
 *               │                      │                   │                               │
 *               │ J exits 0            │ J dies or exits ≠ 0: kill C, wait for it          │ ends
 *               ▼                      ▼                   ▼                               ▼
 *             undo, 0              undo, J's status                       notes, undo, C's status
 *
 * A signal goes to J until C is the program, and from then on to the program. S is never killed by
 * a signal that can be caught: it ends when those two have ended.
 */
#include "supervise.h"

#include "called.h"
#include "detach.h"
#include "kernel.h"
#include "message.h"
#include "netlink.h"
#include "request.h"
#include "signals.h"
#include "small_file.h"
#include "supervisor.h"
#include "trace.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { EXIT_FAILED = 125, TTY_SENT = 0x80 /* SI_KERNEL */ };

enum polled {
    SIGNALS,
    CONTROL,
    LINK,
    JVM,
    CONTAINER,
    STREAMS,
    RELAY = STREAMS + TERMINAL_POLLS,
    POLLED = RELAY + RELAY_POLLS,
};

static struct supervisor s;

/* A pair whose FD_LINK end goes to C. From its end S learns that C has executed; or it gets the
 * terminal's master. The sockets with fixed numbers are created in the order of their numbers. */
static int prepare(pid_t jvm, bool resident) {
    int pair[2];
    supervisor_init(&s);
    (void)prctl(PR_SET_NAME, "jcr-init", 0, 0, 0); /* else it is the descriptor's number */
    int other = fcntl(FD_CALLED, F_DUPFD_CLOEXEC, FD_FREE);
    if (fcntl(FD_CONTROL, F_SETFD, FD_CLOEXEC) < 0 || other < 0 ||
        sys_close_range(FD_CONTROL + 1, FD_FREE - 1) < 0 ||
        sys_close_range((unsigned)other + 1, ~0U) < 0)
        return -1;
    s.called = resident ? -1 : other;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) return -1;
    int self = sys_pidfd_open(getpid());
    if (self < 0 || pair[0] != FD_LINK || pair[1] != FD_SELF) return -1;
    s.link = fcntl(pair[1], F_DUPFD_CLOEXEC, FD_FREE);
    if (s.link < 0 || close(self) < 0 || supervisor_know_self() < 0) return -1;
    if (netlink_open(NETLINK_PROTO_ROUTE) != FD_ROUTES) return -1;
    s.jvm = (struct child){jvm, resident ? other : sys_pidfd_open(jvm)};
    s.resident.is = resident;
    s.signals = signals_take();
    (void)boot_id(); /* read while J boots, because the launch will need it */
    return s.jvm.pidfd < 0 || s.signals < 0 ? -1 : 0;
}

static void on_master(int master) {
    if (s.role == DETACHED)
        relay_master(&s.relay, master);
    else
        terminal_attach(&s.terminal, master);
}

/* The link carries the terminal's master, or a byte before C fails, and then ends. False: nothing
 * now. */
static bool on_link(void) {
    char byte;
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t n = recvmsg(s.link, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (n < 0 && errno != ECONNRESET) return false; /* not an end: it will be polled again */
    if (n <= 0) {
        s.executed = true; /* or it is dead, which its pidfd will show */
        (void)clock_gettime(CLOCK_REALTIME, &s.started_at);
        supervisor_close(&s.link);
        if (!s.failed) events_begin(&s.events);
        return false;
    }
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    if (rights && rights->cmsg_type == SCM_RIGHTS && rights->cmsg_len == CMSG_LEN(sizeof(int))) {
        int master;
        memcpy(&master, CMSG_DATA(rights), sizeof master);
        on_master(master);
    }
    s.failed |= byte == 'F';
    return true;
}

/* True if this call reaped it. */
static bool reap(struct child *child, int *wait_status) {
    if (waitpid(child->pid, wait_status, __WALL) != child->pid) return false;
    supervisor_close(&child->pidfd);
    return true;
}

static void on_container_end(void) {
    int wait_status;
    while (s.link >= 0 && on_link()) {
    } /* its earlier report stands */
    if (!reap(&s.container, &wait_status)) return;
    s.container_status = exit_status_of(wait_status);
    s.container_signal = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
}

static void deliver(int signal, bool had_it) {
    if (signals_deliver(s.container.pid, s.container.pidfd, signal, had_it) && s.terminated == 0)
        s.terminated = signal;
}

static void on_jvm_end(void) {
    int wait_status;
    if (s.role == DETACHED)
        detached_hear(&s);
    else if (s.resident.is)
        s.jvm_status = resident_hear(&s.resident, &s.jvm.pidfd);
    else if (reap(&s.jvm, &wait_status))
        s.jvm_status = called_judge(s.called, exit_status_of(wait_status));
    if (s.jvm_status != 0 && s.jvm_status != RUNNING) supervisor_kill(&s);
    if (s.jvm_status != 0) return;
    terminal_start(&s.terminal);
    /* J had done its work when the signal reached it. */
    if (s.jvm_signal && supervisor_runs(&s.container, s.container_status))
        deliver(s.jvm_signal, false);
    if (s.role == DETACHED && s.container.pid > 0) detached_let_go(&s);
}

/* Stops as for SIGTSTP, after giving the terminal back. */
static void stop(void) {
    terminal_suspend(&s.terminal);
    caller_stop();
    terminal_resume(&s.terminal);
}

static void signal_jvm(int signal, bool from_terminal) {
    if (signals_terminating(signal)) s.jvm_signal = signal;
    if (s.resident.is)
        resident_signal(&s.resident, s.jvm.pidfd, signal); /* the terminal does not reach it */
    else if (!from_terminal)
        (void)sys_pidfd_send_signal(s.jvm.pidfd, signal); /* ESRCH: it has just ended */
}

static void on_signal(void) {
    struct signalfd_siginfo info;
    if (read(s.signals, &info, sizeof info) != sizeof info) return;
    int signal = (int)info.ssi_signo;
    bool from_terminal = info.ssi_code == TTY_SENT; /* sent to the whole process group */
    if (signal == SIGTSTP) {
        stop();
        return;
    }
    if (signal == SIGCONT) terminal_resume(&s.terminal);
    if (signal == SIGWINCH && s.terminal.master >= 0)
        terminal_resize(&s.terminal);
    else if (s.executed && supervisor_runs(&s.container, s.container_status))
        deliver(signal, from_terminal && getpgid(s.container.pid) == getpgrp());
    else if (supervisor_runs(&s.jvm, s.jvm_status) && (!s.executed || s.failed))
        signal_jvm(signal,
                   from_terminal); /* otherwise the program has ended, with its own status */
}

static int fill_polls(struct pollfd fds[POLLED]) {
    fds[SIGNALS] = (struct pollfd){.fd = s.signals, .events = POLLIN};
    fds[CONTROL] = (struct pollfd){.fd = s.control, .events = POLLIN};
    /* Before the launch this process itself holds the other end. */
    fds[LINK] = (struct pollfd){.fd = s.container.pid > 0 ? s.link : -1, .events = POLLIN};
    fds[JVM] = (struct pollfd){.fd = s.role == DETACHED ? s.pair : s.jvm.pidfd, .events = POLLIN};
    fds[CONTAINER] =
        (struct pollfd){.fd = s.container.pid > 0 ? s.container.pidfd : -1, .events = POLLIN};
    int wanted = terminal_poll(&s.terminal, fds + STREAMS);
    int relayed = relay_poll(&s.relay, fds + RELAY); /* nothing, unless S' is relaying */
    return s.role == DETACHED ? relayed : wanted;
}

/* In S', J is not a child; only its status is known. */
static bool busy(void) {
    return s.jvm_status == RUNNING || supervisor_runs(&s.container, s.container_status);
}

static void move(const struct pollfd fds[POLLED]) {
    int typed = terminal_relay(&s.terminal, fds + STREAMS, s.container.pid);
    int wanted = relay_move(&s.relay, fds + RELAY);
    if (!supervisor_runs(&s.container, s.container_status)) return;
    if (typed) deliver(typed, typed != SIGHUP);
    if (wanted) deliver(wanted, false);
    int key = relay_typed(&s.relay, s.container.pid);
    if (key) deliver(key, true);
}

static void run(void) {
    while (busy()) {
        struct pollfd fds[POLLED];
        int timeout = resident_timeout(&s.resident, s.jvm.pidfd, fill_polls(fds));
        if (poll(fds, POLLED, timeout) < 0 && errno != EINTR) {
            say_errno(errno, "poll");
            supervisor_kill(&s);
            return;
        }
        /* The link first: whether C is the program decides where signals go. */
        if (fds[LINK].revents) (void)on_link();
        if (fds[CONTAINER].revents) on_container_end();
        if (fds[JVM].revents || resident_hangs(&s.resident, s.jvm.pidfd))
            on_jvm_end();
        else if (fds[CONTROL].revents)
            request_handle(&s);
        if (fds[SIGNALS].revents) on_signal();
        move(fds);
    }
}

static int container_status(void) {
    return s.terminated ? 128 + s.terminated : s.container_status;
}

static void report_teardown(uint64_t begin, uint64_t end) {
    if (s.teardown.fd >= 0) {
        if (teardown_write(&s.teardown, begin, end) < 0) say_errno(errno, "write the trace");
    } else if (s.traced) {
        say("trace: teardown %.3f ms", (double)(end - begin) / 1e6);
    }
}

/* First the undo, then the exit file, then the journal is removed: whoever finds no journal finds
 * the exit file. */
static void undo(bool oom_killed) {
    struct undo_result result = {0};
    uint64_t begin = monotonic_ns();
    events_name(&s.events);
    /* Failures have already been reported; `jcr gc` tries again. */
    if (s.journal.fd >= 0) result = journal_undo(&s.journal);
    if (s.journal.fd >= 0 && s.executed) journal_require_kill(&s.journal, &result);
    const struct outcome outcome = {container_status(),
                                    s.terminated ? s.terminated : s.container_signal, oom_killed,
                                    s.started_at, &result};
    if (s.executed && !s.failed && ending_write(&s.ending, &outcome) < 0)
        say_errno(errno, "write %s", s.ending.path);
    events_end(&s.events, &outcome);
    if (s.journal.fd < 0) return;
    journal_remove(&s.journal, &result);
    journal_close(&s.journal);
    report_teardown(begin, monotonic_ns());
}

/* Everything that S was there for has ended. Returns its exit status. */
static int end(void) {
    int status = s.jvm_status;
    bool oom_killed = false;
    if (s.role == FRONT) return front_end(&s, status);
    if (s.attachment.fd >= 0 && status == 0)
        return attach_run(&s.attachment, s.attachment.fd, s.signals);
    terminal_drain(&s.terminal, s.signals);
    terminal_restore(&s.terminal);
    relay_drain(&s.relay);
    if (status == 0 && s.container.pid > 0) {
        status = container_status();
        oom_killed = notes_print(&s.notes) > 0;
    }
    undo(oom_killed);
    if (s.role == DETACHED && s.jvm_status == 0) detached_let_go(&s);
    relay_end(&s.relay, status);
    if (s.jvm_status == 0 && s.executed && !s.failed) ending_succeed(&s.ending);
    return status == RUNNING ? EXIT_FAILED : status;
}

int supervise(pid_t jvm, bool resident) {
    if (prepare(jvm, resident) < 0) {
        say_errno(errno, "supervise");
        return EXIT_FAILED; /* J dies with this process */
    }
    run();
    return end();
}
