/*
 * The standard streams of a detached C without a terminal: pipes, which belong to C's user so that
 * it can reopen /dev/stdout. Stdin is /dev/null unless it is to be fed.
 */
#ifndef JCR_STREAMS_H
#define JCR_STREAMS_H

#include "launch.h"

enum stdin_mode {
    STDIN_NONE = 0, /* /dev/null */
    STDIN_OPEN = 1, /* however many clients attach and leave */
    STDIN_ONCE = 2, /* ends with the first client that attached */
};

/* S's ends. */
struct streams {
    int in, out, err; /* -1: none */
};

/* Creates them and puts C's ends into `l`. 0, or -1 with errno and nothing open. */
int streams_make(struct streams *s, struct launch *l, enum stdin_mode mode);

/* After the clone: closes C's ends here, which are now C's alone. */
void streams_given(struct launch *l);
void streams_close(struct streams *s);

#endif
