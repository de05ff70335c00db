/* memhog: touches memory step by step, so that one sees where a memory limit bites. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli.h"

static const char help[] =
    "usage: memhog SIZE [--step SIZE] [--hold]\n"
    "Touches SIZE of memory (400M, 1G, ...) step by step and prints how far it got.\n"
    "  --step SIZE  how much at a time (default 1M)\n"
    "  --hold       keep the memory until SIGTERM, SIGINT or SIGHUP comes\n";

struct request {
    const char *size_text;
    size_t size;
    size_t step;
    int hold;
};

static struct request parse(int argc, char **argv) {
    static const struct option options[] = {{"step", required_argument, NULL, 's'},
                                            {"hold", no_argument, NULL, 'o'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    struct request request = {.step = 1 << 20};
    for (int option; (option = cli_option(argc, argv, options)) != -1;) {
        if (option == 's') request.step = cli_size("--step", optarg);
        if (option == 'o') request.hold = 1;
    }
    if (optind == argc) cli_usage("SIZE is missing");
    if (optind + 1 < argc) cli_usage("one SIZE is enough, '%s' is too many", argv[optind + 1]);
    request.size_text = argv[optind];
    request.size = cli_size("SIZE", request.size_text);
    return request;
}

static double mib(size_t bytes) {
    return (double)bytes / (1 << 20);
}

static int touch(size_t size, size_t page) {
    unsigned char *memory =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return -1;
    /* A huge page would be charged 2M at once: the steps are to be seen. Kernels without it: fine.
     */
    (void)madvise(memory, size, MADV_NOHUGEPAGE);
    for (size_t at = 0; at < size; at += page) ((volatile unsigned char *)memory)[at] = 1;
    return 0;
}

/* As PID 1 of a container the default action of these signals would be to be ignored. */
static void hold(const char *size) {
    sigset_t wanted;
    int signal_number;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGHUP);
    if (sigprocmask(SIG_BLOCK, &wanted, NULL) != 0) cli_fail(errno, "sigprocmask");
    printf("holding %s until a signal comes\n", size);
    (void)sigwait(&wanted, &signal_number);
}

int main(int argc, char **argv) {
    cli_start("memhog", help);
    struct request request = parse(argc, argv);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    for (size_t done = 0; done < request.size;) {
        size_t step = request.size - done < request.step ? request.size - done : request.step;
        if (touch(step, page) != 0)
            cli_fail(errno, "no more memory after %.1f MiB: mmap", mib(done));
        done += step;
        printf("touched %zu bytes (%.1f MiB)\n", done, mib(done));
    }
    printf("reached %s\n", request.size_text);
    if (request.hold) hold(request.size_text);
    return EXIT_SUCCESS;
}
