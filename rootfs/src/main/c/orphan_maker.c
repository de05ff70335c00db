/* orphan-maker: leaves orphans behind for PID 1 to adopt and reap, or zombies for a while. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

static const char help[] =
    "usage: orphan-maker [--orphans N] [--zombies N] [--lifetime S]\n"
    "Leaves processes for PID 1 to reap, and prints their pids.\n"
    "  --orphans N   processes whose parent is gone when it exits, alive for S (default 1)\n"
    "  --zombies N   dead children that it leaves unreaped while it stays for S (default 0)\n"
    "  --lifetime S  seconds (default 1)\n";

enum { MAXIMUM = 100 };

static void sleep_for(double seconds) {
    struct timespec time = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    while (nanosleep(&time, &time) != 0 && errno == EINTR) continue;
}

static pid_t fork_or_fail(void) {
    fflush(stdout);
    pid_t pid = fork();
    if (pid < 0) cli_fail(errno, "fork");
    return pid;
}

/* Runs in a process of its own: when it exits, its children are orphans. */
static _Noreturn void father(int count, double lifetime) {
    for (int i = 0; i < count; i++) {
        pid_t pid = fork_or_fail();
        if (pid == 0) {
            sleep_for(lifetime);
            _exit(EXIT_SUCCESS);
        }
        printf("orphan %d\n", (int)pid);
    }
    fflush(stdout);
    _exit(EXIT_SUCCESS);
}

static void make_orphans(int count, double lifetime) {
    pid_t pid = fork_or_fail();
    int status;
    if (pid == 0) father(count, lifetime);
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) cli_fail(errno, "wait for %d", (int)pid);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS) exit(EXIT_FAILURE);
}

static void make_zombies(int count) {
    for (int i = 0; i < count; i++) {
        pid_t pid = fork_or_fail();
        siginfo_t info;
        if (pid == 0) _exit(EXIT_SUCCESS);
        while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) != 0)
            if (errno != EINTR) cli_fail(errno, "wait for %d", (int)pid);
        printf("zombie %d\n", (int)pid);
    }
}

int main(int argc, char **argv) {
    static const struct option options[] = {{"orphans", required_argument, NULL, 'o'},
                                            {"zombies", required_argument, NULL, 'z'},
                                            {"lifetime", required_argument, NULL, 'l'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    cli_start("orphan-maker", help);
    int orphans = 1, zombies = 0;
    double lifetime = 1;
    for (int option; (option = cli_option(argc, argv, options)) != -1;) {
        if (option == 'o') orphans = (int)cli_number("--orphans", optarg, 0, MAXIMUM);
        if (option == 'z') zombies = (int)cli_number("--zombies", optarg, 0, MAXIMUM);
        if (option == 'l') lifetime = cli_seconds("--lifetime", optarg);
    }
    if (optind < argc) cli_usage("takes no arguments, '%s' is too many", argv[optind]);
    (void)signal(SIGCHLD, SIG_DFL); /* an inherited SIG_IGN would reap the zombies */
    if (orphans) make_orphans(orphans, lifetime);
    make_zombies(zombies);
    if (zombies) sleep_for(lifetime);
    return EXIT_SUCCESS;
}
