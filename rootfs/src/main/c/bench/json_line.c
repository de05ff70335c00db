/* The one line that a workload prints. Names and texts are our own: nothing needs to be escaped. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>

#include "../cli.h"
#include "bench.h"

void json_begin(const char *workload, const char *kind) {
    static char buffer[1 << 16];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    printf("{\"workload\":\"%s\",\"kind\":\"%s\"", workload, kind);
}

void json_text(const char *key, const char *value) {
    printf(",\"%s\":\"%s\"", key, value);
}

void json_count(const char *key, uint64_t value) {
    printf(",\"%s\":%lu", key, value);
}

void json_number(const char *key, double value) {
    printf(",\"%s\":%.9g", key, value);
}

void json_flag(const char *key, bool value) {
    printf(",\"%s\":%s", key, value ? "true" : "false");
}

void json_end(void) {
    printf("}\n");
    if (fflush(stdout) != 0) cli_fail(errno, "write the result");
}
