#include "attach.h"

#include "caller.h"
#include "kernel.h"
#include "keys.h"
#include "message.h"
#include "signals.h"
#include "socket_path.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/uio.h>

enum { EXIT_LOST = 125, CHUNK = 4096, FOREGROUND_RETRY_MS = 200, RUNNING = -1 };
enum polled { SIGNALS, SOCKET, IN, OUT, POLLED };

/* State of this client; a process has at most one. */
static struct {
    const struct attachment *how;
    int fd;
    struct caller caller;
    struct keys keys;
    bool terminal;
    int status; /* RUNNING until it is known */
    int out;    /* where `bytes` go */
    size_t at, end;
    char bytes[CHUNK + 1], typed[CHUNK - KEYS_MAX];
} a;

int attach_begin(struct attachment *how, struct span control) {
    how->wanted = true;
    if (control.n == 0) return 0;
    how->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (how->fd < 0 || socket_connect(how->fd, control.p) == 0) return how->fd < 0 ? -1 : 0;
    int error = errno;
    (void)close(how->fd);
    how->fd = -1;
    errno = error;
    return -1;
}

/* S' reads immediately, unless C reads nothing: then this blocks, too. The next receive notices the
 * end. */
static void tell(char type, const void *bytes, size_t size) {
    const struct iovec parts[] = {{&type, 1}, {(void *)bytes, size}};
    const struct msghdr message = {.msg_iov = (struct iovec *)parts, .msg_iovlen = 2};
    while (sendmsg(a.fd, &message, MSG_NOSIGNAL) < 0 && errno == EINTR) {
    }
}

static void tell_window(void) {
    struct winsize size;
    if (!a.terminal || !caller_window(&a.caller, &size)) return;
    const unsigned short rows_columns[] = {size.ws_row, size.ws_col}; /* already little-endian */
    tell('W', rows_columns, sizeof rows_columns);
}

static void greet(void) {
    a.terminal = true;
    if (a.how->input) caller_make_raw(&a.caller);
    tell_window();
}

static void receive(void) {
    ssize_t n = recv(a.fd, a.bytes, sizeof a.bytes, 0);
    if (n < 0 && errno == EINTR) return;
    if (n <= 0) {
        caller_restore(&a.caller);
        say("the connection to the container is lost: its supervisor was killed, or this client "
            "was too slow");
        a.status = EXIT_LOST;
        return;
    }
    char type = a.bytes[0];
    if (type == 'H' && n == 2 && a.bytes[1]) greet();
    if (type == 'X' && n == 2) a.status = (unsigned char)a.bytes[1];
    if (type != 'O' && type != 'R') return;
    a.out = type == 'O' ? a.caller.out : STDERR_FILENO;
    a.at = 1;
    a.end = (size_t)n;
}

static void write_out(void) {
    ssize_t n = write(a.out, a.bytes + a.at, a.end - a.at);
    if (n > 0)
        a.at += (size_t)n;
    else if (n == 0 || (errno != EAGAIN && errno != EINTR))
        a.at = a.end; /* nobody is listening any longer, which must not block C */
}

static void input_ended(void) {
    if (errno == EIO && a.caller.in_is_tty && !caller_in_foreground()) {
        a.caller.foreground = false; /* checked again from time to time */
        return;
    }
    a.caller.in = -1;
    if (a.caller.in_is_tty && a.terminal)
        a.status = 128 + SIGHUP; /* the terminal has hung up; the container keeps running */
    else
        tell('E', NULL, 0);
}

static void read_input(void) {
    char passed[CHUNK];
    size_t size;
    errno = 0;
    ssize_t n = read(a.caller.in, a.typed, sizeof a.typed);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) {
        input_ended();
        return;
    }
    bool leave = keys_filter(&a.keys, a.typed, (size_t)n, passed, &size);
    if (size > 0) tell('I', passed, size);
    if (leave) a.status = 0;
}

static void on_signal(int signals) {
    struct signalfd_siginfo info;
    if (read(signals, &info, sizeof info) != sizeof info) return;
    char signal = (char)info.ssi_signo;
    if (signal == SIGTSTP) {
        caller_restore(&a.caller);
        caller_stop();
    }
    if (signal == SIGTSTP || signal == SIGCONT || signal == SIGWINCH) {
        if (signal != SIGWINCH && a.terminal && a.how->input) caller_make_raw(&a.caller);
        tell_window();
    } else if (a.how->signal_proxy && !a.terminal) {
        tell('K', &signal, 1);
    } else {
        a.status = 128 + signal;
    }
}

static int fill_polls(struct pollfd fds[POLLED], int signals) {
    bool pending = a.at < a.end;
    bool reads = a.how->input && a.caller.foreground;
    fds[SIGNALS] = (struct pollfd){.fd = signals, .events = POLLIN};
    fds[SOCKET] = (struct pollfd){.fd = pending ? -1 : a.fd, .events = POLLIN};
    fds[IN] = (struct pollfd){.fd = reads ? a.caller.in : -1, .events = POLLIN};
    fds[OUT] = (struct pollfd){.fd = pending ? a.out : -1, .events = POLLOUT};
    return a.caller.foreground ? -1 : FOREGROUND_RETRY_MS;
}

int attach_run(const struct attachment *how, int fd, int signals) {
    a.how = how;
    a.fd = fd;
    a.status = RUNNING;
    caller_open(&a.caller);
    a.caller.foreground = !a.caller.in_is_tty || caller_in_foreground();
    a.keys = (struct keys){how->keys, a.caller.in_is_tty ? how->keys_count : 0, 0};
    while (a.status == RUNNING) {
        struct pollfd fds[POLLED];
        int timeout = fill_polls(fds, signals);
        if (poll(fds, POLLED, timeout) < 0 && errno != EINTR) break;
        if (!a.caller.foreground && caller_in_foreground()) {
            a.caller.foreground = true;
            if (a.terminal && how->input) caller_make_raw(&a.caller);
        }
        if (fds[OUT].revents) write_out();
        if (fds[SOCKET].revents) receive();
        if (fds[IN].revents && a.status == RUNNING) read_input();
        if (fds[SIGNALS].revents) on_signal(signals);
    }
    caller_restore(&a.caller);
    return a.status == RUNNING ? EXIT_LOST : a.status;
}
