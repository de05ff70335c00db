/* Which containers have lost their supervisor. */
#ifndef JCR_DEAD_H
#define JCR_DEAD_H

#include <stddef.h>
#include <stdint.h>

enum { NAMES_MAX = 1 << 15 };

/* Names as the items of a `strs`: each as u32 length, bytes, NUL. */
struct names {
    size_t size;
    uint32_t count;
    uint8_t bytes[NAMES_MAX];
};

/*
 * The directories below `containers` whose undo journal nobody has locked, or that have neither a
 * journal nor a record. Those that find no room in `names` come up the next time. A directory that
 * does not exist has none. Returns 0, or -1 with errno.
 */
int dead_list(const char *containers, struct names *names);

#endif
