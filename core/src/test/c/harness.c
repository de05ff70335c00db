#include "harness.h"

#include "check.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

const char *jcr_init, *self;

const char *root_file_system(void) {
    static const char *const names[] = {"sh",       "ls",   "sleep", "cat",  "ps",   "hostname",
                                        "id",       "true", "mount", "stty", "tty",  "kill",
                                        "grep",     "echo", "trap",  "wc",   "stat", "umask",
                                        "readlink", "head", "dd",    "env",  "yes",  "md5sum",
                                        "printf",   "test", "touch", "tr",   NULL};
    static const char *const directories[] = {"bin", "proc", "sys", "dev", "tmp", "etc", NULL};
    char *root = text_of("%s/root", scratch());
    if (mkdir(root, 0755) < 0) return root;
    for (int i = 0; directories[i]; i++)
        CHECK_INT(mkdir(text_of("%s/%s", root, directories[i]), 0755), 0);
    CHECK_INT(system(text_of("cp %s %s/bin/busybox", busybox(), root)), 0);
    for (int i = 0; names[i]; i++)
        CHECK_INT(symlink("busybox", text_of("%s/bin/%s", root, names[i])), 0);
    return root;
}

int supervise_argv(const char **argv, const char *const *fake_args) {
    int n = 0;
    argv[n++] = jcr_init;
    argv[n++] = "supervise";
    argv[n++] = "--";
    argv[n++] = self;
    argv[n++] = "fake";
    for (int i = 0; fake_args[i]; i++) argv[n++] = fake_args[i];
    argv[n] = NULL;
    return n;
}

static void redirect(int fd, const char *name, int flags) {
    int file = open(text_of("%s/%s", scratch(), name), flags | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0 || dup2(file, fd) != fd) _exit(98);
}

pid_t start_command(const char *const *argv) {
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        alarm(0);
        redirect(1, "out", O_WRONLY | O_TRUNC | O_APPEND);
        redirect(2, "err", O_WRONLY | O_TRUNC | O_APPEND);
        execv(argv[0], (char **)argv);
        _exit(97);
    }
    return pid;
}

pid_t start(const char *arg, ...) {
    const char *args[ARGS_MAX], *argv[ARGS_MAX + 8];
    int n = 0;
    va_list arguments;
    va_start(arguments, arg);
    for (const char *a = arg; a && n < ARGS_MAX - 1; a = va_arg(arguments, const char *))
        args[n++] = a;
    va_end(arguments);
    args[n] = NULL;
    supervise_argv(argv, args);
    /* The files of an earlier run must not be taken for this one's. */
    unlink(text_of("%s/out", scratch()));
    unlink(text_of("%s/err", scratch()));
    return start_command(argv);
}

int finish(pid_t s) {
    int status;
    CHECK_INT(waitpid(s, &status, 0), s);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

char *out(void) {
    char *text = content_of(text_of("%s/out", scratch()));
    return text ? text : "";
}

char *err(void) {
    char *text = content_of(text_of("%s/err", scratch()));
    return text ? text : "";
}

pid_t container_pid(void) {
    EVENTUALLY(strstr(err(), "PARKED ") && strchr(strstr(err(), "PARKED "), '\n'));
    return (pid_t)strtol(strstr(err(), "PARKED ") + 7, NULL, 10);
}
