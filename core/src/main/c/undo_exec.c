/*
 * Undo: runs a host program. It has limited time, and does not outlive S, because whoever comes
 * next (`jcr gc`) runs it again. If its input is gone, there is nothing left to undo.
 */
#include "kernel.h"
#include "message.h"
#include "program.h"
#include "signals.h"
#include "undo.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

enum { TIME_MS = 60000, CANNOT_EXECUTE = 127, SAID = 512 };

/* In the child: a session of its own, so that the Ctrl-C that ended the container does not end
 * it. */
static _Noreturn void become(pid_t parent, const char *input, int output, char **argv, char **env) {
    if (dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0) _exit(CANNOT_EXECUTE);
    int in = open(input, O_RDONLY | O_CLOEXEC);
    if (in >= 0 && dup2(in, STDIN_FILENO) >= 0 && setsid() >= 0 &&
        sys_close_range(STDERR_FILENO + 1, ~0U) == 0)
        (void)program_become(parent, argv[0], argv, env);
    dprintf(STDERR_FILENO, "%s", strerror(errno));
    _exit(CANNOT_EXECUTE);
}

/* 0, or -1 with errno when it did not end in time and was killed together with what it had
 * started. */
static int await(pid_t pid, int *status) {
    int fd = sys_pidfd_open(pid);
    struct pollfd end = {.fd = fd, .events = POLLIN};
    int ready;
    do ready = fd < 0 ? -1 : poll(&end, 1, TIME_MS);
    while (ready < 0 && fd >= 0 && errno == EINTR);
    int error = ready > 0 ? 0 : ready == 0 ? ETIMEDOUT : errno;
    if (error) {
        (void)kill(-pid, SIGKILL);
        (void)kill(pid, SIGKILL); /* it may not have its own session yet */
    }
    if (fd >= 0) (void)close(fd);
    if (waitpid(pid, status, 0) != pid && !error) error = errno;
    errno = error;
    return error ? -1 : 0;
}

/* Reports its output on one line. */
static void report(const char *program, int status, int output) {
    char said[SAID];
    ssize_t n = pread(output, said, sizeof said - 1, 0);
    said[n > 0 ? n : 0] = '\0';
    for (char *at = said; *at; at++)
        if (*at == '\n' || *at == '\t') *at = ' ';
    say("%s: exit status %d: %s", program, exit_status_of(status), said);
}

int undo_exec(struct undo *u, char **args) {
    (void)u;
    char *env[UNDO_ARGS_MAX + 1];
    char **argv = args + 1;
    size_t count = 0;
    while (*argv && **argv != '/') env[count++] = *argv++;
    env[count] = NULL;
    if (*argv && access(args[0], F_OK) < 0 && errno == ENOENT) return 0;
    int output = *argv ? memfd_create("output", MFD_CLOEXEC) : (errno = EINVAL, -1);
    if (output < 0) return -1;
    pid_t self = getpid(), pid = fork();
    if (pid == 0) become(self, args[0], output, argv, env);
    int status = 0, result = pid < 0 ? -1 : await(pid, &status);
    if (result == 0 && status != 0) {
        report(*argv, status, output);
        errno = EIO;
        result = -1;
    }
    int error = errno;
    (void)close(output);
    errno = error;
    return result;
}
