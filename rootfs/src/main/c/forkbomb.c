/* forkbomb: a bounded one. Forks children that wait, says how many it got and why it stopped, and
 * takes all of them with it: by SIGKILL and wait at its end, by PDEATHSIG if it is killed itself.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

static const char help[] =
    "usage: forkbomb [--max N] [--hold S]\n"
    "Forks children that wait until fork fails or N is reached, says which, and reaps them all.\n"
    "  --max N   at most N children (default 1000, never above 10000)\n"
    "  --hold S  let them live for S seconds, to be looked at\n";

enum { HARD_MAXIMUM = 10000 };

static pid_t children[HARD_MAXIMUM];
static volatile sig_atomic_t stop_signal;
static const int caught[] = {SIGTERM, SIGINT, SIGHUP};

static void on_signal(int number) {
    stop_signal = number;
}

static void catch_signals(void) {
    struct sigaction action = {.sa_handler = on_signal};
    for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
        if (sigaction(caught[i], &action, NULL) != 0) cli_fail(errno, "sigaction");
}

/* The parent may be gone before PDEATHSIG is set: then there is nobody to wait for. */
static _Noreturn void child(pid_t parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) _exit(EXIT_FAILURE);
    for (;;) pause();
}

/* Returns how many children there are; *error says why fork failed, 0 if it did not. */
static int fork_all(int max, int *error) {
    pid_t self = getpid();
    int count = 0;
    *error = 0;
    while (count < max && !stop_signal) {
        pid_t pid = fork();
        if (pid == 0) child(self);
        if (pid < 0) {
            *error = errno;
            break;
        }
        children[count++] = pid;
    }
    return count;
}

static int reap_all(int count) {
    int reaped = 0;
    for (int i = 0; i < count; i++) (void)kill(children[i], SIGKILL);
    for (int i = 0; i < count; i++) {
        pid_t got;
        while ((got = waitpid(children[i], NULL, 0)) < 0 && errno == EINTR) continue;
        if (got == children[i]) reaped++;
    }
    return reaped;
}

static void report(int count, int error) {
    if (error)
        printf("forked %d children, stopped by %s (%s)\n", count, errno_name(error),
               strerror(error));
    else if (stop_signal)
        printf("forked %d children, stopped by signal %d\n", count, (int)stop_signal);
    else
        printf("forked %d children, reached the maximum\n", count);
}

/* Ends early when a signal comes: let through only inside ppoll, so that none is missed. */
static void hold(double seconds) {
    struct timespec time = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    sigset_t blocked, before;
    sigemptyset(&blocked);
    for (size_t i = 0; i < sizeof caught / sizeof *caught; i++) sigaddset(&blocked, caught[i]);
    if (sigprocmask(SIG_BLOCK, &blocked, &before) != 0) cli_fail(errno, "sigprocmask");
    if (!stop_signal) (void)ppoll(NULL, 0, &time, &before);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
}

int main(int argc, char **argv) {
    static const struct option options[] = {{"max", required_argument, NULL, 'm'},
                                            {"hold", required_argument, NULL, 'o'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    cli_start("forkbomb", help);
    int max = 1000;
    double seconds = 0;
    for (int option; (option = cli_option(argc, argv, options)) != -1;) {
        if (option == 'm') max = (int)cli_number("--max", optarg, 1, HARD_MAXIMUM);
        if (option == 'o') seconds = cli_seconds("--hold", optarg);
    }
    if (optind < argc) cli_usage("takes no arguments, '%s' is too many", argv[optind]);

    catch_signals();
    int error;
    int count = fork_all(max, &error);
    report(count, error);
    hold(seconds);
    printf("reaped %d children\n", reap_all(count));
    if (stop_signal) return 128 + stop_signal;
    return error == 0 || error == EAGAIN ? EXIT_SUCCESS : EXIT_FAILURE;
}
