#include "text.h"

#include <stdio.h>
#include <string.h>

int time_text(const struct timespec *time, char text[TIME_ROOM]) {
    struct tm t = {0};
    (void)gmtime_r(&time->tv_sec, &t);
    return snprintf(text, TIME_ROOM, "%04d-%02d-%02dT%02d:%02d:%02d.%09ldZ", t.tm_year + 1900,
                    t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, time->tv_nsec);
}

void directory_of(const char *path, char *directory, size_t size) {
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    snprintf(directory, size, "%.*s", length < size ? (int)length : 0, path);
}
