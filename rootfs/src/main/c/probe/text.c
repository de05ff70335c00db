#define _GNU_SOURCE
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../cli.h"

static char *read_all(int fd, size_t *size) {
    size_t capacity = 4096, length = 0;
    char *text = NULL;
    for (;;) {
        char *larger = realloc(text, capacity + 1);
        if (!larger) cli_fail(errno, "allocate %zu bytes", capacity);
        text = larger;
        ssize_t got = read(fd, text + length, capacity - length);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            free(text);
            return NULL;
        }
        if (got == 0) break;
        length += (size_t)got;
        if (length == capacity) capacity *= 2;
    }
    text[length] = 0;
    if (size) *size = length;
    return text;
}

char *text_read(const char *path, size_t *size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NULL;
    char *text = read_all(fd, size);
    int error = errno;
    close(fd);
    errno = error;
    return text;
}

char *text_line(char **rest) {
    if (!*rest || !**rest) return NULL;
    return strsep(rest, "\n");
}

char *text_word(char **rest) {
    char *word;
    do word = strsep(rest, " \t");
    while (word && !*word);
    return word;
}

char *text_trim(char *text) {
    size_t length = strlen(text);
    while (length && strchr(" \t\n", text[length - 1])) text[--length] = 0;
    return text;
}

static bool is_octal(const char *text) {
    for (int i = 0; i < 3; i++)
        if (text[i] < '0' || text[i] > '7') return false;
    return true;
}

char *text_unescape(char *text) {
    char *to = text;
    for (const char *from = text; *from; to++) {
        if (from[0] == '\\' && is_octal(from + 1)) {
            *to = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
            from += 4;
        } else {
            *to = *from++;
        }
    }
    *to = 0;
    return text;
}

bool text_status(const char *name, char *value, size_t size) {
    char *status = text_read("/proc/self/status", NULL);
    char *rest = status;
    size_t length = strlen(name);
    bool found = false;
    for (char *line; !found && (line = text_line(&rest));) {
        if (strncmp(line, name, length) != 0 || line[length] != ':') continue;
        line += length + 1;
        snprintf(value, size, "%s", line + strspn(line, " \t"));
        found = true;
    }
    free(status);
    return found;
}
