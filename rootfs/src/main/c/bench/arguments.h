/* The command lines of the workloads: positions and options, in any order. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { MAX_POSITIONS = 4 };

struct arguments {
    const char *positions[MAX_POSITIONS]; /* after the name of the workload */
    size_t size;                          /* 0: not given */
    long threads, port;
    const char *bind;
    bool buffered;
};

/* Takes the options in `allowed` (their letters: s size, t threads, b buffered, p port, a bind) and
 * exactly the positions that `names` lists, separated by blanks; ends the program otherwise. */
struct arguments arguments_parse(int argc, char **argv, const char *names, const char *allowed);

/* The place of `word` in the list, or a usage error that says what is allowed. */
int arguments_choose(const char *what, const char *word, const char *const *list, int count);
