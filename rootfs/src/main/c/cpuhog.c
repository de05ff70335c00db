/* cpuhog: burns CPU and prints the share of one CPU that it got (CPU time / wall time). */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cli.h"

static const char help[] =
    "usage: cpuhog [--seconds S] [--threads N]\n"
    "Burns CPU and prints the share of a CPU that it got, per second and overall (last line).\n"
    "  --seconds S  how long (default 5)\n"
    "  --threads N  how many threads at once (default 1)\n";

enum { MAX_THREADS = 256 };

struct sample {
    double wall;
    double cpu;
};

static double now(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) cli_fail(errno, "clock_gettime");
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct sample sample(void) {
    return (struct sample){now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID)};
}

static double share(struct sample from, struct sample to) {
    return (to.cpu - from.cpu) / (to.wall - from.wall);
}

static void *burn(void *deadline) {
    volatile unsigned long sink = 0;
    while (now(CLOCK_MONOTONIC) < *(const double *)deadline)
        for (int i = 0; i < 100000; i++) sink += (unsigned long)i;
    return NULL;
}

static void sleep_until(double wall) {
    struct timespec time = {(time_t)wall, (long)((wall - (double)(time_t)wall) * 1e9)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR) continue;
}

/* The last interval is short when S has a fraction; one below 10 ms would only show noise. */
static void report_each_second(struct sample start, double deadline) {
    struct sample last = start;
    for (int second = 1; last.wall + 0.01 < deadline; second++) {
        double next = start.wall + second;
        sleep_until(next < deadline ? next : deadline);
        struct sample current = sample();
        printf("%.1f s: %.3f\n", current.wall - start.wall, share(last, current));
        last = current;
    }
}

static void run(double seconds, int count) {
    pthread_t threads[MAX_THREADS];
    struct sample start = sample();
    double deadline = start.wall + seconds;
    for (int i = 0; i < count; i++) {
        int error = pthread_create(&threads[i], NULL, burn, &deadline);
        if (error) cli_fail(error, "start thread %d of %d", i + 1, count);
    }
    report_each_second(start, deadline);
    for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
    printf("share %.3f\n", share(start, sample()));
}

int main(int argc, char **argv) {
    static const struct option options[] = {{"seconds", required_argument, NULL, 's'},
                                            {"threads", required_argument, NULL, 't'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    cli_start("cpuhog", help);
    double seconds = 5;
    int threads = 1;
    for (int option; (option = cli_option(argc, argv, options)) != -1;) {
        if (option == 's') seconds = cli_seconds("--seconds", optarg);
        if (option == 't') threads = (int)cli_number("--threads", optarg, 1, MAX_THREADS);
    }
    if (optind < argc) cli_usage("takes no arguments, '%s' is too many", argv[optind]);
    run(seconds, threads);
    return EXIT_SUCCESS;
}
