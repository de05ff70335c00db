#include "say.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Noreturn void end(int error, const char *format, va_list arguments) {
    char sentence[5000], line[5200];
    (void)vsnprintf(sentence, sizeof sentence, format, arguments);
    int n = snprintf(line, sizeof line, "jcr: %s%s%s\n", sentence, error ? ": " : "",
                     error ? strerror(error) : "");
    ssize_t written = write(STDERR_FILENO, line, (size_t)n);
    (void)written; /* there is nobody else to report it to */
    exit(EXIT_FAILED);
}

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    end(0, format, arguments);
}

void fail_errno(const char *format, ...) {
    int error = errno;
    va_list arguments;
    va_start(arguments, format);
    end(error, format, arguments);
}
