/* sys: what the kernel takes for a request. Short ones are timed in batches, so that reading the
 * clock does not count; a duration is then the mean of its batch. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <signal.h>

#include "../cli.h"
#include "arguments.h"
#include "bench.h"

static int to_echo = -1, from_echo = -1;
static pid_t echo = -1;
static const char *self;

static void getpid_once(void) {
    if (syscall(SYS_getpid) <= 0) cli_fail(errno, "getpid");
}

/* The program itself: a file that is there in every root file system. */
static void openclose_once(void) {
    int fd = open(self, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || close(fd) != 0) cli_fail(errno, "open and close %s", self);
}

static void pipe_once(void) {
    char byte = 'x';
    if (write(to_echo, &byte, 1) != 1 || read(from_echo, &byte, 1) != 1)
        cli_fail(errno, "send a byte through two pipes");
}

/* The child executes this program once more, with an argument by which it ends at once. */
static void forkexec_once(void) {
    char *argv[] = {(char *)self, (char *)"sys", (char *)"nothing", NULL}, *environment[] = {NULL};
    int status;
    pid_t child = fork();
    if (child < 0) cli_fail(errno, "fork");
    if (child == 0) {
        execve(self, argv, environment);
        _exit(127);
    }
    if (waitpid(child, &status, 0) != child) cli_fail(errno, "waitpid");
    if (status != 0) cli_end("cannot execute %s again", self);
}

static _Noreturn void echo_bytes(int in, int out) {
    char byte;
    while (read(in, &byte, 1) == 1 && write(out, &byte, 1) == 1) continue;
    _exit(0);
}

static void start_echo(void) {
    int forth[2], back[2];
    if (pipe(forth) != 0 || pipe(back) != 0) cli_fail(errno, "pipe");
    pid_t parent = getpid();
    echo = fork();
    if (echo < 0) cli_fail(errno, "fork");
    if (echo == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(0);
        close(forth[1]);
        close(back[0]);
        echo_bytes(forth[0], back[1]);
    }
    close(forth[0]);
    close(back[1]);
    to_echo = forth[1];
    from_echo = back[0];
}

static void stop_echo(void) {
    close(to_echo);
    if (waitpid(echo, NULL, 0) != echo) cli_fail(errno, "waitpid");
}

static const struct {
    void (*once)(void);
    int batch;
} requests[] = {{getpid_once, 1000}, {openclose_once, 100}, {pipe_once, 1}, {forkexec_once, 1}};
static const char *const kinds[] = {"getpid", "openclose", "pipe", "forkexec"};
enum { GETPID, OPENCLOSE, PIPE, FORKEXEC, KINDS };

/* Returns the seconds that it took. */
static double measure(int kind, double seconds) {
    uint64_t duration = (uint64_t)(seconds * 1e9);
    int batch = requests[kind].batch;
    for (int i = 0; i < batch; i++) requests[kind].once();
    latency_start();
    uint64_t start = bench_now(), before, now = start;
    do {
        before = now;
        for (int i = 0; i < batch; i++) requests[kind].once();
        now = bench_now();
        latency_record((now - before) / (uint64_t)batch);
    } while (now - start < duration);
    return (double)(now - start) / 1e9;
}

void sys_main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "nothing") == 0) _exit(0); /* the child of forkexec */
    struct arguments arguments = arguments_parse(argc, argv, "KIND SECONDS", "");
    int kind = arguments_choose("KIND", arguments.positions[0], kinds, KINDS);
    double seconds = cli_seconds("SECONDS", arguments.positions[1]);
    self = (const char *)getauxval(AT_EXECFN);
    if (!self) cli_end("the kernel does not say which file this program is");
    if (kind == PIPE) start_echo();
    double took = measure(kind, seconds);
    if (kind == PIPE) stop_echo();
    double operations = (double)latency_count() * requests[kind].batch;
    json_begin("sys", kinds[kind]);
    json_number("seconds", took);
    json_number("operations", operations);
    json_number("operationsPerSecond", operations / took);
    json_number("nanosecondsPerOperation", took * 1e9 / operations);
    json_count("batch", (uint64_t)requests[kind].batch);
    latency_print();
    json_end();
}
