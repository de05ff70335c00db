/* Writes packets of docs/launch-protocol.md, for tests: the C twin of OpWriter.java. */
#ifndef JCR_TEST_WRITER_H
#define JCR_TEST_WRITER_H

#include <stddef.h>
#include <stdint.h>

struct writer {
    uint8_t *data;
    size_t size, room;
    size_t op;    /* where the open operation's length stands */
    size_t count; /* where the open list's count stands */
};

void w_u32(struct writer *w, uint32_t value);
void w_u64(struct writer *w, uint64_t value);
void w_bytes(struct writer *w, const void *data, size_t size);
void w_str(struct writer *w, const char *text);
void w_strs(struct writer *w, const char *const *strings); /* NULL ends them */

/* A list: w_list, then operations. */
void w_list(struct writer *w);

/*
 * One operation; `fields` is as in the table of ops.c: u uint64_t, s const char *,
 * b/N/F const void * and size_t, S/A const char *const *, I size_t and const uint64_t *.
 */
void w_op(struct writer *w, uint32_t code, const char *fields, ...);

void w_raw(struct writer *w, const void *data, size_t size);
void w_free(struct writer *w);

#endif
