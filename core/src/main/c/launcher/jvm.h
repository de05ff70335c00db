/* The command line that starts Java under the supervisor. */
#ifndef JCR_LAUNCHER_JVM_H
#define JCR_LAUNCHER_JVM_H

/* Becomes `jcr-init supervise -- java … io.jcr.cli.Main ARGUMENTS`. */
_Noreturn void jvm_start(const char *home, char **arguments);

#endif
