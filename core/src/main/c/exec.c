/* Execve: the last operation, and the reason if it fails. */
#include "kernel.h"
#include "ops.h"
#include "trace.h"

#include <elf.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <termios.h>

enum { NOT_EXECUTABLE = 126, NOT_FOUND = 127, HEAD = 4096 };

static const char DEFAULT_PATH[] = "/bin:/usr/bin";

/* The interpreter's name in a "#!" line, terminated in place. NULL if there is none. */
static char *script_interpreter(char *head, size_t n) {
    if (n < 3 || head[0] != '#' || head[1] != '!') return NULL;
    char *name = head + 2 + strspn(head + 2, " \t");
    name[strcspn(name, " \t\r\n")] = '\0';
    return *name ? name : NULL;
}

/* The interpreter that an ELF file requests, read into `head`. NULL if it requests none. */
static char *elf_interpreter(int fd, char *head, size_t n) {
    Elf64_Ehdr e;
    if (n < sizeof e || memcmp(head, ELFMAG, SELFMAG) != 0 || head[EI_CLASS] != ELFCLASS64)
        return NULL;
    memcpy(&e, head, sizeof e);
    for (unsigned i = 0; i < e.e_phnum; i++) {
        Elf64_Phdr p;
        off_t at = (off_t)(e.e_phoff + (uint64_t)i * sizeof p);
        if (pread(fd, &p, sizeof p, at) != sizeof p) return NULL;
        if (p.p_type != PT_INTERP || p.p_filesz == 0 || p.p_filesz >= HEAD) continue;
        ssize_t got = pread(fd, head, p.p_filesz, (off_t)p.p_offset);
        head[got > 0 ? got : 0] = '\0';
        return got > 0 ? head : NULL;
    }
    return NULL;
}

/* ENOENT for an existing file means that its interpreter does not exist. */
static void explain(struct process *c, const char *file) {
    char head[HEAD + 1];
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) return;
    ssize_t n = read(fd, head, HEAD);
    head[n > 0 ? n : 0] = '\0';
    char *name = n > 0 ? script_interpreter(head, (size_t)n) : NULL;
    if (!name && n > 0) name = elf_interpreter(fd, head, (size_t)n);
    struct stat st;
    if (name && stat(name, &st) < 0) {
        c->cause = CAUSE_INTERPRETER;
        snprintf(c->detail, sizeof c->detail, "%.*s", DETAIL_MAX - 1, name);
    }
    (void)close(fd);
}

static bool is_directory(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static const char *search_path(char **env) {
    for (; *env; env++)
        if (strncmp(*env, "PATH=", 5) == 0) return *env + 5;
    return DEFAULT_PATH;
}

/* Like execvp(3): directories without the file are skipped, and a file that may not be executed is
 * remembered; but, as in shells, a directory of that name does not count. Returns the errno. */
static int exec_in_path(struct process *c, const char *file, char **argv, char **env) {
    int error = ENOENT;
    for (const char *dir = search_path(env);; dir++) {
        char path[4096 + 256];
        size_t length = strcspn(dir, ":");
        int n = snprintf(path, sizeof path, "%.*s%s%s", (int)length, dir, length ? "/" : "", file);
        if (n > 0 && (size_t)n < sizeof path) {
            (void)execve(path, argv, env);
            int failed = errno;
            if (failed == ENOENT && c->cause == CAUSE_OPERATION)
                explain(c, path);
            else if (failed == EACCES)
                error = is_directory(path) ? error : EACCES;
            else if (failed != ENOENT && failed != ENOTDIR && failed != ELOOP)
                return failed;
        }
        dir += length;
        if (*dir == '\0') return error;
    }
}

/*
 * Changing ids has cleared PDEATHSIG, so this sets it again and checks the parent again. Behind an
 * init, the parent is that init, whose death also ends this process when there is no PID namespace.
 */
static int die_with_parent(const struct process *c) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0) return -1;
    struct pollfd parent = {.fd = c->parent, .events = POLLIN};
    if (c->parent >= 0 && poll(&parent, 1, 0) != 0) _exit(c->exit_status);
    return 0;
}

/* Behind an init, the program is its own process group, and the terminal's foreground one: Ctrl-C
 * then reaches it once, from the terminal, and not a second time through the init. */
static void own_process_group(void) {
    if (getsid(0) == getpid() || setpgid(0, 0) < 0) return;
    sigset_t set, old;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTTOU); /* required for a background process to do this */
    (void)sigprocmask(SIG_BLOCK, &set, &old);
    (void)tcsetpgrp(STDIN_FILENO, getpid()); /* ENOTTY: there is no terminal */
    (void)sigprocmask(SIG_SETMASK, &old, NULL);
}

int op_execve(struct process *c, const union field *f) {
    const char *file = f[0].s.p;
    char **argv = span_strings(f[1].s), **env = span_strings(f[2].s);
    if (!argv || !env || die_with_parent(c) < 0) return -1;
    if (c->is_init_child) own_process_group();
    (void)umask(c->umask);
    trace_send(c->control);
    c->cause = CAUSE_OPERATION;
    c->detail[0] = '\0';
    int error;
    if (strchr(file, '/')) {
        (void)execve(file, argv, env);
        error = errno;
        if (error == ENOENT) explain(c, file);
        if (error == EACCES && is_directory(file)) c->cause = CAUSE_DIRECTORY;
    } else {
        error = *file ? exec_in_path(c, file, argv, env) : ENOENT;
    }
    bool absent = error == ENOENT || error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG;
    c->exit_status = absent ? NOT_FOUND : NOT_EXECUTABLE;
    if (!absent && c->cause == CAUSE_INTERPRETER) { /* of a file that PATH has passed over */
        c->cause = CAUSE_OPERATION;
        c->detail[0] = '\0';
    }
    errno = error;
    return -1;
}
