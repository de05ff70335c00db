#ifndef JCR_SUPERVISE_H
#define JCR_SUPERVISE_H

#include <sys/types.h>

/* `supervise -- java …`: starts J, then becomes the sealed copy. Returns only to fail. */
int supervise_begin(char **command);

/* The sealed copy: S from here on. Returns the exit status. */
int supervise(pid_t jvm);

#endif
