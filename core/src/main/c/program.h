/* Programs of the host that are run for a container, such as a CNI plugin. */
#ifndef JCR_PROGRAM_H
#define JCR_PROGRAM_H

#include <sys/types.h>

/*
 * Becomes the program argv[0], an absolute path, with the signals of a program that was just
 * started, and bound to `parent`: it dies with that process (of a JVM: with that thread). Returns
 * -1 with errno.
 */
int program_become(pid_t parent, char **argv, char **env);

/* Becomes it without being bound to anybody. Returns -1 with errno. */
int program_replace(char **argv, char **env);

/* `exec PARENT PROGRAM [ARG]…`: the same for J, which cannot do it in its own child. */
int program_exec(char **args);

#endif
