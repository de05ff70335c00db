/*
 * The log of a detached container, in the CRI format:
 *
 *   2026-11-28T17:00:00.123456789Z stdout F a whole line
 *   2026-11-28T17:00:00.223456789Z stderr P the first 16 KiB of a longer one
 */
#ifndef JCR_LOG_H
#define JCR_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOG_LINE_MAX = 16 << 10 };

struct log {
    int fd;                  /* -1: no log, or it could not be opened again after a rotation */
    char *path;              /* own copy; NULL: output is dropped */
    uint64_t size, max_size; /* max_size 0: never rotated */
    uint32_t max_file;       /* how many files in all */
    uint64_t dropped;        /* records that did not fit, since the last one that did */
    int error;               /* why */
};

/* Appends to the file at `path`, creating it if missing. 0, or -1 with errno. */
int log_open(struct log *l, const char *path, uint64_t max_size, uint32_t max_file);

/* Writes one record; `whole` is false for a part of a line. Never fails: records that cannot be
 * written are counted, and the count is written once there is room again. */
void log_write(struct log *l, const char *stream, bool whole, const char *text, size_t size);

#endif
