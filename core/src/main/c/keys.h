/* The keys that leave a container: found in the typed input, however it is split. */
#ifndef JCR_KEYS_H
#define JCR_KEYS_H

#include <stdbool.h>
#include <stddef.h>

struct keys {
    const char *wanted;
    size_t count; /* 0: there are none */
    size_t held;  /* how many of them were typed last and are held back */
};

/*
 * Passes bytes on to `out`, which has room for `size` plus the keys. True when the keys are
 * complete: what came before them is in `out`, and what comes after them is lost.
 */
bool keys_filter(struct keys *k, const char *typed, size_t size, char *out, size_t *out_size);

#endif
