/*
 * The standard streams of a detached C that has no terminal: pipes, which belong to its user, so
 * that it can open /dev/stdout again. Stdin is /dev/null unless it is to be fed.
 */
#ifndef JCR_STREAMS_H
#define JCR_STREAMS_H

#include "launch.h"

enum stdin_mode {
    STDIN_NONE = 0, /* /dev/null */
    STDIN_OPEN = 1, /* however many attach and go */
    STDIN_ONCE = 2, /* ends with the first client that attached */
};

/* S's ends. */
struct streams {
    int in, out, err; /* -1: none */
};

/* Makes them, C's ends into `l`. 0, or -1 with errno and nothing open. */
int streams_make(struct streams *s, struct launch *l, enum stdin_mode mode);

/* After the clone: C's ends are C's alone. */
void streams_given(struct launch *l);
void streams_close(struct streams *s);

#endif
