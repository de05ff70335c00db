/*
 * `supervise`, first half: starts J as early as possible and, while it boots, becomes a copy of
 * this program that nobody can write to. A container that finds a way to open /proc/PID/exe of S or
 * of an init (CVE-2019-5736) then gets a sealed memfd, not the installed file.
 */
#include "called.h"
#include "kernel.h"
#include "launch.h"
#include "message.h"
#include "signals.h"
#include "supervise.h"
#include "trace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>

enum { EXIT_FAILED = 125, PACKET_ROOM = 8 << 20 };

/* The packet of a large plan must fit into the socket in one send. */
static void make_room(int fd) {
    int size = PACKET_ROOM;
    if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size) < 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size); /* up to wmem_max */
}

/* The zero point of the times that `--trace` shows. */
static int tell_start(void) {
    char now[24];
    snprintf(now, sizeof now, "%llu", (unsigned long long)monotonic_ns());
    return setenv("JCR_START", now, 1);
}

static int tell(const char *name, int fd) {
    char number[16];
    snprintf(number, sizeof number, "%d", fd);
    return fcntl(fd, F_SETFD, 0) < 0 ? -1 : setenv(name, number, 1);
}

/* J keeps what its caller left open, under the same numbers, because `--env-file=/dev/fd/63` may
 * name them. So the control socket has whatever number was free. */
static _Noreturn void become_jvm(char **command, int control, int called, pid_t parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 || getppid() != parent) _exit(EXIT_FAILED);
    if (tell("JCR_CONTROL", control) < 0 || tell("JCR_CALLED", called) < 0 || tell_start() < 0 ||
        signals_unblock() < 0) {
        say_errno(errno, "prepare %s", command[0]);
        _exit(EXIT_FAILED);
    }
    (void)execvp(command[0], command);
    say_errno(errno, "execute %s", command[0]);
    _exit(EXIT_FAILED);
}

/* An executable memfd. Since Linux 6.3 this must be requested explicitly; older kernels reject the
 * flag. */
static int executable_memfd(void) {
    unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    int fd = memfd_create("jcr-init", flags | MFD_EXEC);
    return fd < 0 && errno == EINVAL ? memfd_create("jcr-init", flags) : fd;
}

static int sealed_copy(void) {
    struct stat st;
    int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    int copy = executable_memfd();
    if (self < 0 || copy < 0 || fstat(self, &st) < 0) return -1;
    off_t done = 0;
    while (done < st.st_size)
        if (sendfile(copy, self, &done, (size_t)(st.st_size - done)) <= 0) return -1;
    if (fcntl(copy, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) < 0)
        return -1;
    (void)close(self);
    return copy;
}

/* Duplicates a descriptor to this number and keeps it across exec. */
static int keep_as(int number, int fd) {
    if (fd == number) return fcntl(fd, F_SETFD, 0);
    return dup2(fd, number) < 0 ? -1 : 0;
}

/* Continues as the sealed copy, with the control socket as FD_CONTROL, another descriptor as the
 * next one (FD_CALLED or, for a resident J, FD_LIFE), and nothing else above 2: readers of the
 * caller's pipes must see them end while the container is still running. */
static void become_sealed(char *role, int control, int other, pid_t jvm) {
    char pid[16];
    snprintf(pid, sizeof pid, "%d", (int)jvm);
    char *argv[] = {"jcr-init", role, pid, NULL}, *env[] = {NULL};
    int free = fcntl(other, F_DUPFD_CLOEXEC, FD_FREE); /* out of the way of the other one */
    if (free < 0 || keep_as(FD_CONTROL, control) < 0 || keep_as(FD_CALLED, free) < 0 ||
        sys_close_range(FD_CALLED + 1, ~0U) < 0)
        return;
    /* The copy's descriptor is close-on-exec, which is fine for an ELF file. */
    int copy = sealed_copy();
    if (copy >= 0) (void)syscall(SYS_execveat, copy, "", argv, env, AT_EMPTY_PATH);
}

int supervise_attend(char **numbers) {
    int control = (int)strtol(numbers[0], NULL, 10), life = (int)strtol(numbers[1], NULL, 10);
    /* Signals are blocked from here to the end of S; pending ones are handled once S can. */
    pid_t planner = (pid_t)strtol(numbers[2], NULL, 10);
    if (signals_take() >= 0) become_sealed("@attend", control, life, planner);
    say_errno(errno, "execute a sealed copy of jcr-init");
    return EXIT_FAILED; /* the planner sees the connection end */
}

int supervise_begin(char **command) {
    int pair[2];
    /* Signals are blocked from here to the end of S; pending ones are handled once S can. */
    if (signals_take() < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
        say_errno(errno, "start");
        return EXIT_FAILED;
    }
    make_room(pair[0]);
    make_room(pair[1]);
    int called = called_make();
    if (called < 0) {
        say_errno(errno, "start");
        return EXIT_FAILED;
    }
    pid_t self = getpid(), jvm = fork();
    if (jvm == 0) become_jvm(command, pair[0], called, self);
    if (jvm > 0) become_sealed("@supervise", pair[1], called, jvm);
    say_errno(errno, jvm < 0 ? "fork" : "execute a sealed copy of jcr-init");
    return EXIT_FAILED; /* J dies with this process */
}
