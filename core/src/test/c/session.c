#include "session.h"

#include "check.h"
#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT_MS = 10000, SCREEN_MAX = 8 << 20 };

static int terminal = -1;
static char *seen;
static size_t seen_size;

static long long now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static pid_t begin(const char *const *argv, bool errors_to_file) {
    struct winsize size = {.ws_row = ROWS, .ws_col = COLUMNS};
    seen = seen ? seen : malloc(SCREEN_MAX + 1);
    clear_screen();
    fflush(NULL);
    if (terminal >= 0) close(terminal);
    pid_t pid = forkpty(&terminal, NULL, NULL, &size);
    if (pid == 0) {
        int err = open(text_of("%s/err", scratch()), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0644);
        if (errors_to_file && dup2(err, 2) < 0) _exit(98);
        close(err);
        execv(argv[0], (char **)argv);
        _exit(97);
    }
    CHECK(pid > 0 && fcntl(terminal, F_SETFL, O_NONBLOCK) == 0);
    return pid;
}

pid_t session_start(const char *const *argv) {
    return begin(argv, true);
}

pid_t session_jcr(const char *arg, ...) {
    const char *args[ARGS_MAX] = {"--terminal"}, *argv[ARGS_MAX + 8];
    int n = 1;
    va_list arguments;
    va_start(arguments, arg);
    for (const char *a = arg; a && n < ARGS_MAX - 1; a = va_arg(arguments, const char *))
        args[n++] = a;
    va_end(arguments);
    args[n] = NULL;
    supervise_argv(argv, args);
    return session_start(argv);
}

pid_t session_shell(void) {
    const char *const argv[] = {"/bin/bash", "--norc", "--noprofile", "--noediting", "-i", NULL};
    if (access(argv[0], X_OK) < 0) skip("needs bash");
    setenv("PS1", "prompt> ", 1);
    pid_t pid = begin(argv, false);
    expect("prompt> ");
    return pid;
}

/*
 * What a shell with job control does around one job, but for the terminal's modes, which real ones
 * set back themselves: it would hide what jcr-init does. Says `stopped` on the terminal; SIGUSR1
 * brings the job to the foreground again.
 */
static _Noreturn void control_job(const char *const *argv) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGTTOU);
    sigprocmask(SIG_BLOCK, &set, NULL);
    sigdelset(&set, SIGTTOU);
    pid_t job = fork();
    if (job == 0) {
        setpgid(0, 0);
        tcsetpgrp(0, getpid());
        execv(argv[0], (char **)argv);
        _exit(97);
    }
    for (int status, signal;;) {
        if (waitpid(job, &status, WUNTRACED) == job && !WIFSTOPPED(status))
            _exit(WEXITSTATUS(status));
        tcsetpgrp(0, getpid());
        dprintf(0, "stopped\n");
        sigwait(&set, &signal);
        tcsetpgrp(0, job);
        kill(-job, SIGCONT);
    }
}

pid_t session_job(const char *const *argv) {
    struct winsize size = {.ws_row = ROWS, .ws_col = COLUMNS};
    seen = seen ? seen : malloc(SCREEN_MAX + 1);
    clear_screen();
    pid_t pid = forkpty(&terminal, NULL, NULL, &size);
    if (pid == 0) control_job(argv);
    CHECK(pid > 0 && fcntl(terminal, F_SETFL, O_NONBLOCK) == 0);
    return pid;
}

char *jcr_command_line(const char *options, const char *script) {
    return text_of("%s supervise -- %s fake --terminal --root %s %s -- sh -c '%s'", jcr_init, self,
                   root_file_system(), options, script);
}

/* Reads what is there; false at the end. */
static bool read_some(int timeout) {
    struct pollfd fd = {.fd = terminal, .events = POLLIN};
    if (poll(&fd, 1, timeout) <= 0) return true;
    ssize_t n = read(terminal, seen + seen_size, SCREEN_MAX - seen_size);
    if (n < 0) return errno == EAGAIN;
    seen_size += (size_t)n;
    seen[seen_size] = '\0';
    return n > 0;
}

void type_bytes(const char *bytes, size_t size) {
    for (int waited = 0; size > 0 && waited < LIMIT_MS;) {
        ssize_t n = write(terminal, bytes, size);
        if (n > 0) {
            bytes += n;
            size -= (size_t)n;
        } else {
            read_some(5);
            waited += 5;
        }
    }
    CHECK_INT((long long)size, 0);
}

void type(const char *keys) {
    type_bytes(keys, strlen(keys));
}

void expect(const char *text) {
    for (long long end = now_ms() + LIMIT_MS; !strstr(seen, text) && now_ms() < end;)
        if (!read_some(10)) break;
    CHECK_HAS(seen, text);
}

int session_end(pid_t pid) {
    int status = 0;
    pid_t ended = 0;
    for (long long end = now_ms() + LIMIT_MS; ended == 0 && now_ms() < end;) {
        ended = waitpid(pid, &status, WNOHANG);
        if (!read_some(10)) pause_ms(10);
    }
    if (ended == 0) fprintf(stderr, "    still running; the screen is <%s>\n", seen);
    CHECK_INT(ended, pid);
    for (size_t before = seen_size + 1; before != seen_size;) {
        before = seen_size;
        read_some(20);
    }
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

const char *screen(void) {
    return seen;
}

size_t screen_size(void) {
    return seen_size;
}

void clear_screen(void) {
    seen_size = 0;
    seen[0] = '\0';
}

struct termios modes(void) {
    struct termios t;
    CHECK_INT(tcgetattr(terminal, &t), 0); /* of a master: the slave's */
    return t;
}

void resize(unsigned short rows, unsigned short columns) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    CHECK_INT(ioctl(terminal, TIOCSWINSZ, &size), 0);
}

void hang_up(void) {
    close(terminal);
    terminal = -1;
}

bool is_raw(void) {
    struct termios t = modes();
    return !(t.c_lflag & (ICANON | ECHO | ISIG)) && !(t.c_oflag & OPOST);
}

bool same(const struct termios *a, const struct termios *b) {
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag &&
           a->c_lflag == b->c_lflag && memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}
