#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "sections.h"
#include "text.h"

static int compare_numbers(const void *left, const void *right) {
    int a = *(const int *)left, b = *(const int *)right;
    return (a > b) - (a < b);
}

/* The open descriptors but the one with which they are listed; -1 if there is no /proc. */
static int list_fds(int *fds, int max) {
    DIR *directory = opendir("/proc/self/fd");
    int count = 0;
    if (!directory) return -1;
    for (struct dirent *entry; count < max && (entry = readdir(directory));) {
        if (entry->d_name[0] == '.') continue;
        int fd = atoi(entry->d_name);
        if (fd != dirfd(directory)) fds[count++] = fd;
    }
    closedir(directory);
    qsort(fds, (size_t)count, sizeof *fds, compare_numbers);
    return count;
}

static void print_fd(struct json *json, int fd) {
    char path[32], target[PATH_MAX];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(path, target, sizeof target - 1);
    target[length > 0 ? length : 0] = 0;
    int flags = fcntl(fd, F_GETFD);
    json_object(json, NULL);
    json_number(json, "fd", fd);
    json_string(json, "target", length < 0 ? NULL : target);
    json_bool(json, "closeOnExec", flags >= 0 && (flags & FD_CLOEXEC));
    json_end(json);
}

void print_fds(struct json *json, const char *key) {
    static int fds[4096];
    int count = list_fds(fds, sizeof fds / sizeof *fds);
    if (count < 0) {
        json_null(json, key);
        return;
    }
    json_array(json, key);
    for (int i = 0; i < count; i++) print_fd(json, fds[i]);
    json_end(json);
}

/* The seventh field of /proc/self/stat, counted from behind the name in parentheses. */
static void print_controlling(struct json *json) {
    char *text = text_read("/proc/self/stat", NULL);
    char *rest = text ? strrchr(text, ')') : NULL;
    char *word = NULL;
    for (int i = 0; rest && i < 6; i++) word = text_word(&rest);
    unsigned device = word ? (unsigned)strtoul(word, NULL, 10) : 0;
    char name[32];
    snprintf(name, sizeof name, "%u:%u", major(device), minor(device));
    json_string(json, "controlling", device ? name : NULL);
    free(text);
}

void print_terminal(struct json *json, const char *key) {
    static const char *const names[] = {"stdin", "stdout", "stderr"};
    struct winsize size;
    json_object(json, key);
    for (int fd = 0; fd < 3; fd++) {
        char name[PATH_MAX];
        json_object(json, names[fd]);
        json_bool(json, "isTerminal", isatty(fd));
        json_string(json, "name", ttyname_r(fd, name, sizeof name) == 0 ? name : NULL);
        json_end(json);
    }
    print_controlling(json);
    int fd = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd >= 0 && ioctl(fd, TIOCGWINSZ, &size) == 0) {
        json_number(json, "rows", size.ws_row);
        json_number(json, "columns", size.ws_col);
        json_number(json, "foregroundGroup", tcgetpgrp(fd));
    }
    if (fd >= 0) close(fd);
    json_end(json);
}
