/* Keys that are signals. */
#ifndef JCR_TYPED_H
#define JCR_TYPED_H

#include <stddef.h>

/* The signal that the last such character among the bytes stands for in the container's terminal,
 * or 0. */
int typed_signal(int master, const char *bytes, size_t size);

#endif
