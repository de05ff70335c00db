/* Keys that generate signals. */
#ifndef JCR_TYPED_H
#define JCR_TYPED_H

#include <stddef.h>

/* The signal that the container's terminal generates for the last such character among the bytes,
 * or 0. */
int typed_signal(int master, const char *bytes, size_t size);

#endif
