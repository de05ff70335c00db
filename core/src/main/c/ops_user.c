/*
 * A user namespace whose ids are mapped before any process lives in it. A process creates it and
 * waits; its parent, which is still the host's root, writes the maps and holds the namespace
 * through its file. So mounts that map ids can be made before the namespace is entered, and
 * processes born in it never see it without its maps.
 */
#include "kernel.h"
#include "ops.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* Creates the namespace, reports that, and lives until the other end is closed. */
static _Noreturn void hold(int socket) {
    char byte;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    int error = unshare(CLONE_NEWUSER) < 0 ? errno : 0;
    if (write(socket, &error, sizeof error) == sizeof error) (void)!read(socket, &byte, 1);
    _exit(0);
}

/* Opens a file of the process in /proc. */
static int open_of(struct process *c, pid_t pid, const char *name, int flags) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0) snprintf(c->detail, sizeof c->detail, "open %s", path);
    return fd;
}

static int write_map(struct process *c, pid_t pid, const char *name, struct span map) {
    int fd = open_of(c, pid, name, O_WRONLY);
    if (fd < 0) return -1;
    ssize_t n = write(fd, map.p, map.n);
    int error = errno;
    (void)close(fd);
    if (n == (ssize_t)map.n) return 0;
    snprintf(c->detail, sizeof c->detail, "write %s", name);
    errno = n < 0 ? error : EIO;
    return -1;
}

static int map_and_keep(struct process *c, pid_t pid, int socket, struct span map) {
    int error = ECHILD;
    if (read(socket, &error, sizeof error) != sizeof error || error != 0) {
        errno = error;
        return -1;
    }
    if (write_map(c, pid, "uid_map", map) < 0 || write_map(c, pid, "gid_map", map) < 0) return -1;
    c->userns = open_of(c, pid, "ns/user", O_RDONLY);
    return c->userns < 0 ? -1 : 0;
}

int op_user_namespace(struct process *c, const union field *f) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) return -1;
    pid_t pid = fork();
    if (pid == 0) {
        (void)close(pair[0]);
        hold(pair[1]);
    }
    (void)close(pair[1]);
    int result = pid < 0 ? -1 : map_and_keep(c, pid, pair[0], f[0].s);
    int error = errno;
    (void)close(pair[0]);
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
    }
    errno = error;
    return result;
}
