/* When each operation began and ended: collected in S up to the clone and then in C, which sends
 * it. */
#ifndef JCR_TRACE_H
#define JCR_TRACE_H

#include <stdbool.h>
#include <stdint.h>

uint64_t monotonic_ns(void);

void trace_start(bool on);
void trace_begin(void);
void trace_end(void); /* of the open step, if any */
void trace_send(int control);

#endif
