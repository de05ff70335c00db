/* sig-print: prints each signal that it gets, to see what a container runtime forwards. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "signal_name.h"

static const char help[] =
    "usage: sig-print [--exit-code N]\n"
    "Prints 'ready', then a line for each signal that it gets; ends on SIGTERM.\n"
    "  --exit-code N  the status with which it ends (default 0)\n";

static void print_signal(const siginfo_t *info) {
    char name[SIGNAL_NAME];
    printf("%s (%d) from pid %d\n", signal_name(info->si_signo, name), info->si_signo,
           info->si_code <= 0 ? (int)info->si_pid : 0);
}

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"exit-code", required_argument, NULL, 'e'}, {"help", no_argument, NULL, 'h'}, {0}};
    cli_start("sig-print", help);
    int status = 0;
    for (int option; (option = cli_option(argc, argv, options)) != -1;)
        if (option == 'e') status = (int)cli_number("--exit-code", optarg, 0, 255);
    if (optind < argc) cli_usage("takes no arguments, '%s' is too many", argv[optind]);

    sigset_t all;
    sigfillset(&all);
    if (sigprocmask(SIG_BLOCK, &all, NULL) != 0) cli_fail(errno, "sigprocmask");
    printf("ready, pid %d\n", (int)getpid());
    for (siginfo_t info;;) {
        int number = sigwaitinfo(&all, &info);
        if (number < 0 && errno != EINTR) cli_fail(errno, "sigwaitinfo");
        if (number > 0) print_signal(&info);
        if (number == SIGTERM) return status;
    }
}
