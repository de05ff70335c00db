/* jcr-bench: workloads that measure what a place to run in costs: one JSON object on one line. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "../cli.h"
#include "bench.h"

static const char help[] =
    "usage: jcr-bench cpu int|float|hash SECONDS [--threads N]\n"
    "       jcr-bench mem triad SECONDS [--size SIZE] [--threads N]\n"
    "       jcr-bench sys getpid|openclose|pipe|forkexec SECONDS\n"
    "       jcr-bench io seqwrite|seqread|randread4k|randwrite4k FILE SIZE SECONDS [--buffered]\n"
    "       jcr-bench net server [--port P] [--bind ADDR]\n"
    "       jcr-bench net stream|rr HOST PORT SECONDS [--size SIZE]\n"
    "Runs one workload for SECONDS and prints one JSON object on one line.\n"
    "  --threads N   as many at once (default 1)\n"
    "  --size SIZE   of each of the three arrays (default 32M), of what is written to the socket\n"
    "                at once (default 128K), of a request (default 1)\n"
    "  --buffered    through the page cache (default: O_DIRECT, where the file system can)\n"
    "  --port P      default 7001; 0 takes a free one (see the line 'listening on')\n"
    "  --bind ADDR   default 0.0.0.0\n"
    "FILE must not exist: it is unlinked as soon as it is open.\n";

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        void (*run)(int argc, char **argv);
    } workloads[] = {{"cpu", cpu_main},
                     {"mem", mem_main},
                     {"sys", sys_main},
                     {"io", io_main},
                     {"net", net_main}};
    cli_start("jcr-bench", help);
    if (argc > 1 && argv[1][0] == '-') {
        static const struct option options[] = {{"help", no_argument, NULL, 'h'}, {0}};
        cli_option(argc, argv, options);
    }
    for (size_t i = 0; argc > 1 && i < sizeof workloads / sizeof *workloads; i++) {
        if (strcmp(argv[1], workloads[i].name) != 0) continue;
        workloads[i].run(argc - 1, argv + 1);
        return EXIT_SUCCESS;
    }
    if (argc < 2) cli_usage("cpu, mem, sys, io or net is needed");
    cli_usage("'%s' is no workload: cpu, mem, sys, io or net", argv[1]);
}
