/*
 * The file that events are appended to, by every jcr-init and with no process of its own. One
 * write(2) with O_APPEND a time, so that lines of several writers never mix.
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

/* Appends whole lines, and rotates the file when it has become too large. 0, or -1 with errno. */
int event_file_append(const struct event_file *f, const char *lines, size_t size);

#endif
