/*
 * The file to which every jcr-init appends events, without a process of its own. Each event is a
 * single write(2) with O_APPEND, so lines of several writers never mix.
 */
#ifndef JCR_EVENT_FILE_H
#define JCR_EVENT_FILE_H

#include "packet.h"

struct event_file {
    char *path; /* NULL: there is none */
    uint64_t max_size;
    uint32_t max_file;
};

/* Its fields of a packet; `path` points into it. */
struct event_file event_file_read(struct reader *r);

/* Appends whole lines, and rotates the file if it has become too large. 0, or -1 with errno. */
int event_file_append(const struct event_file *f, const char *lines, size_t size);

#endif
