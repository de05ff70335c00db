/* Host programs that are run for a container, such as a CNI plugin. */
#ifndef JCR_PROGRAM_H
#define JCR_PROGRAM_H

#include <sys/types.h>

/*
 * Becomes the program `file`, an absolute path, with the signals of a newly started program, and
 * bound to `parent`: it dies with that process (for a JVM: with that thread). Returns -1 with
 * errno.
 */
int program_become(pid_t parent, const char *file, char **argv, char **env);

/* Becomes the program without being bound to a parent. Returns -1 with errno. */
int program_replace(char **argv, char **env);

/* `exec PARENT PROGRAM [ARG]…`: the same for J, which cannot do it in its own child. */
int program_exec(char **args);

/* `hook PARENT PROGRAM NAME [ARG]…`: the same, but NAME is its argv[0]. */
int program_hook(char **args);

#endif
