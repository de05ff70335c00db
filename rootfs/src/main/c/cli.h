/* How every program of the root file system speaks to its user: options, numbers, errors.
 * One sentence on stderr; exit 2 for a wrong command line, 1 for a failure. */
#pragma once

#include <getopt.h>
#include <stddef.h>

enum { EXIT_USAGE = 2 };

/* Names the program for messages; help is printed by --help. Call it first. Output becomes line
 * buffered, so that a reader sees every line even of a program that is killed. */
void cli_start(const char *name, const char *help);

/* getopt_long(3) with --help, unknown options and missing values dealt with; -1 at the end.
 * Options and arguments may be mixed; "--" ends the options. */
int cli_option(int argc, char **argv, const struct option *options);

/* "1000", "4K", "100M", "1G", "2T" (powers of 1024); anything else, 0 included, is a usage error.
 */
size_t cli_size(const char *what, const char *text);

/* A whole number from min to max, or a usage error that names `what`. */
long cli_number(const char *what, const char *text, long min, long max);

/* Seconds, with a fraction if need be: more than 0, at most one day. */
double cli_seconds(const char *what, const char *text);

/* Ends with "NAME: <message> (try NAME --help)", exit 2. */
_Noreturn void cli_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Ends with "NAME: <message>", exit 1. */
_Noreturn void cli_end(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Ends with "NAME: <message>: ERRNO: <its text>", exit 1. */
_Noreturn void cli_fail(int error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "EAGAIN" for EAGAIN; "E<number>" for what the table does not know. */
const char *errno_name(int error);
