#ifndef JCR_SUPERVISE_H
#define JCR_SUPERVISE_H

#include <stdbool.h>
#include <sys/types.h>

/* `supervise -- java …`: starts J, then becomes the sealed copy. Returns only on failure. */
int supervise_begin(char **command);

/* `attend CONTROL LIFE PLANNER`: the same with a resident planner as J, to whose socket the
 * launcher has connected. */
int supervise_attend(char **numbers);

/* The sealed copy: S from here on. `resident`: J is a session of the planner, whose process is
 * `jvm`. Returns the exit status. */
int supervise(pid_t jvm, bool resident);

#endif
