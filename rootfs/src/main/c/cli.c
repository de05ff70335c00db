#define _GNU_SOURCE
#include "cli.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *program = "?";
static const char *help_text = "";

void cli_start(const char *name, const char *help) {
    program = name;
    help_text = help;
    opterr = 0;
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
}

static _Noreturn void print_help(void) {
    fputs(help_text, stdout);
    exit(fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
}

int cli_option(int argc, char **argv, const struct option *options) {
    int option = getopt_long(argc, argv, ":h", options, NULL);
    if (option == 'h') print_help();
    if (option == ':') cli_usage("option %s needs a value", argv[optind - 1]);
    if (option == '?' && optopt > 0 && optopt < 128 && strncmp(argv[optind - 1], "--", 2) != 0)
        cli_usage("unknown option -%c", optopt);
    if (option == '?') cli_usage("option %s is unknown or takes no value", argv[optind - 1]);
    return option;
}

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

size_t cli_size(const char *what, const char *text) {
    static const char units[] = "KMGT";
    char *end = NULL;
    errno = 0;
    unsigned long long value = is_digit(text[0]) ? strtoull(text, &end, 10) : 0;
    int shift = 0;
    if (end && *end) {
        const char *unit = strchr(units, *end >= 'a' && *end <= 'z' ? *end - 'a' + 'A' : *end);
        shift = unit && end[1] == 0 ? 10 * (int)(unit - units + 1) : -1;
    }
    if (errno || value == 0 || shift < 0 || value > (SIZE_MAX / 2) >> shift)
        cli_usage("%s must be a size such as 400M or 1G, not '%s'", what, text);
    return (size_t)value << shift;
}

long cli_number(const char *what, const char *text, long min, long max) {
    char *end = NULL;
    errno = 0;
    long value = is_digit(text[0]) || text[0] == '-' ? strtol(text, &end, 10) : 0;
    if (errno || !end || *end || value < min || value > max)
        cli_usage("%s must be a number from %ld to %ld, not '%s'", what, min, max, text);
    return value;
}

double cli_seconds(const char *what, const char *text) {
    char *end = NULL;
    double value = is_digit(text[0]) || text[0] == '.' ? strtod(text, &end) : 0;
    if (!end || *end || !isfinite(value) || value <= 0 || value > 86400)
        cli_usage("%s must be seconds, more than 0 and at most 86400, not '%s'", what, text);
    return value;
}

void cli_usage(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s: ", program);
    vfprintf(stderr, format, args);
    fprintf(stderr, " (try %s --help)\n", program);
    va_end(args);
    exit(EXIT_USAGE);
}

void cli_end(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s: ", program);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(EXIT_FAILURE);
}

void cli_fail(int error, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s: ", program);
    vfprintf(stderr, format, args);
    fprintf(stderr, ": %s: %s\n", errno_name(error), strerror(error));
    va_end(args);
    exit(EXIT_FAILURE);
}
