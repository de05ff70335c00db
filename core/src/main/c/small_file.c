#include "small_file.h"

#include "kernel.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

ssize_t file_read(const char *path, char *text, size_t room) {
    text[0] = '\0';
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) return -1;
    size_t at = 0;
    ssize_t n;
    while ((n = read(fd, text + at, room - 1 - at)) != 0) {
        if (n < 0 && errno != EINTR) break;
        at += n > 0 ? (size_t)n : 0;
    }
    int error = errno;
    (void)close(fd);
    text[at] = '\0';
    errno = error;
    return n < 0 ? -1 : (ssize_t)at;
}

int file_write(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    size_t length = strlen(text);
    ssize_t n = write(fd, text, length);
    int error = n < 0 ? errno : ((size_t)n == length ? 0 : EIO);
    (void)close(fd);
    errno = error;
    return error ? -1 : 0;
}

uint64_t process_start_time(pid_t pid) {
    char path[64], stat[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    if (file_read(path, stat, sizeof stat) <= 0) return 0;
    /* Field 2, the command's name, may contain anything, so start after its closing parenthesis. */
    char *at = strrchr(stat, ')');
    for (int field = 2; at && field < 22; field++) at = strchr(at + 1, ' ');
    return at ? strtoull(at + 1, NULL, 10) : 0;
}

const char *boot_id(void) {
    static char id[64];
    if (!id[0] && file_read("/proc/sys/kernel/random/boot_id", id, sizeof id) > 0)
        id[strcspn(id, "\n")] = '\0';
    return id;
}
