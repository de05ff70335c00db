#include "keys.h"

#include <string.h>

/* The length of the longest prefix of the keys that is a suffix of the held bytes plus `next`. */
static size_t continued(const struct keys *k, char next) {
    for (size_t length = k->held + 1; length > 0; length--) {
        size_t skipped = k->held + 1 - length;
        if (k->wanted[length - 1] == next &&
            memcmp(k->wanted, k->wanted + skipped, length - 1) == 0)
            return length;
    }
    return 0;
}

bool keys_filter(struct keys *k, const char *typed, size_t size, char *out, size_t *out_size) {
    *out_size = 0;
    for (size_t i = 0; i < size; i++) {
        if (k->count == 0) {
            out[(*out_size)++] = typed[i];
            continue;
        }
        size_t length = continued(k, typed[i]), freed = k->held + 1 - length;
        /* The held bytes are the beginning of the keys; the last of the freed ones may be
         * `typed[i]`. */
        size_t of_held = freed < k->held ? freed : k->held;
        memcpy(out + *out_size, k->wanted, of_held);
        *out_size += of_held;
        if (freed > k->held) out[(*out_size)++] = typed[i];
        k->held = length;
        if (length == k->count) return true;
    }
    return false;
}
