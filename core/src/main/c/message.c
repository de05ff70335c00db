#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One write(2) per line, so that lines of several processes do not mix. No stdio buffers, to keep S
 * small. */
static void write_line(int error, const char *format, va_list arguments) {
    char line[1024] = "jcr-init: ";
    size_t at = strlen(line), room = sizeof line - 1;
    int n = vsnprintf(line + at, room - at, format, arguments);
    at = n > 0 && (size_t)n < room - at ? at + (size_t)n : room - 1;
    if (error) {
        n = snprintf(line + at, room - at, ": %s", strerror(error));
        at = n > 0 && (size_t)n < room - at ? at + (size_t)n : room - 1;
    }
    line[at++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, at);
    (void)written; /* there is nobody else to report it to */
}

void say(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    write_line(0, format, arguments);
    va_end(arguments);
}

void say_errno(int error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    write_line(error, format, arguments);
    va_end(arguments);
}
