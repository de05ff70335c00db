#include "called.h"

#include "kernel.h"
#include "message.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { EXIT_FAILED = 125, LONGEST = 1024 };

int called_make(void) {
    return memfd_create("jcr-called", MFD_CLOEXEC);
}

/* The last line; empty if there is none. */
static const char *last_line(int fd, char text[LONGEST + 1]) {
    off_t size = lseek(fd, 0, SEEK_END);
    ssize_t n = size <= 0 ? 0 : pread(fd, text, LONGEST, size > LONGEST ? size - LONGEST : 0);
    if (n <= 0) return "";
    text[n] = '\0';
    if (text[n - 1] == '\n') text[n - 1] = '\0';
    const char *newline = strrchr(text, '\n');
    return newline ? newline + 1 : text;
}

/* Killed by the user, or by the kernel because memory ran out. */
static bool was_ended(int status) {
    int signal = status - 128;
    return signal == SIGHUP || signal == SIGINT || signal == SIGQUIT || signal == SIGTERM ||
           signal == SIGKILL;
}

int called_judge(int fd, int status) {
    char text[LONGEST + 1];
    const char *call = fd < 0 ? "" : last_line(fd, text);
    if (*call == '\0' || was_ended(status)) return status;
    if (status > 128)
        say("%s crashed Java (signal %d)", call, status - 128);
    else
        say("%s ended Java with status %d: a plugin must not do that", call, status);
    return EXIT_FAILED;
}
