#include "program.h"

#include "kernel.h"
#include "message.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>

enum { NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

extern char **environ;

/* Ignored signals stay ignored across execve; SIGKILL and SIGSTOP cannot be ignored, and fail
 * here. */
static int reset_signals(void) {
    for (int s = 1; s < NSIG; s++) (void)signal(s, SIG_DFL);
    return signals_unblock();
}

int program_become(pid_t parent, const char *file, char **argv, char **env) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 || reset_signals() < 0) return -1;
    if (getppid() != parent) {
        errno = ESRCH;
        return -1;
    }
    return execve(file, argv, env);
}

int program_replace(char **argv, char **env) {
    return reset_signals() < 0 ? -1 : execve(argv[0], argv, env);
}

static int become(const char *parent, const char *file, char **argv) {
    (void)program_become((pid_t)strtol(parent, NULL, 10), file, argv, environ);
    int error = errno;
    say_errno(error, "execute %s", file);
    return error == ENOENT || error == ENOTDIR ? NOT_FOUND : NOT_EXECUTABLE;
}

int program_exec(char **args) {
    return become(args[0], args[1], args + 1);
}

int program_hook(char **args) {
    return become(args[0], args[1], args + 2);
}
