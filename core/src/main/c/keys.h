/* The keys that leave a container: found in what is typed, however it is cut into pieces. */
#ifndef JCR_KEYS_H
#define JCR_KEYS_H

#include <stdbool.h>
#include <stddef.h>

struct keys {
    const char *wanted;
    size_t count; /* 0: there are none */
    size_t held;  /* so many of them were typed last, and are kept back */
};

/*
 * Passes bytes on into `out`, which has room for `size` and the keys. True when the keys are
 * complete: what came before them is in `out`, what comes behind them is lost.
 */
bool keys_filter(struct keys *k, const char *typed, size_t size, char *out, size_t *out_size);

#endif
