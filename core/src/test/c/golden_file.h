/* The form of the golden files: hexadecimal bytes and comments, see golden.c. */
#ifndef JCR_TEST_GOLDEN_FILE_H
#define JCR_TEST_GOLDEN_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { FILE_MAX = 1 << 16 };

void golden_bytes(FILE *out, const uint8_t *data, size_t size);

/* One operation, a line a field; `spec`: "name:letter …" with the letters of the table in ops.c. */
void golden_op(FILE *out, const uint8_t *at, const char *name, const char *spec);

/* The bytes of a file, at most FILE_MAX; how many. */
size_t golden_read(const char *path, uint8_t *data);

#endif
