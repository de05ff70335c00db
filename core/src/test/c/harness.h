/* Starts jcr-init with the fake JVM and looks at it from outside. */
#ifndef JCR_TEST_HARNESS_H
#define JCR_TEST_HARNESS_H

#include <sys/types.h>

/* Set by main: the program under test, and this program as the fake JVM. */
extern const char *jcr_init, *self;

/* A root file system of busybox in the scratch directory. */
const char *root_file_system(void);

enum { ARGS_MAX = 64 };

/* `jcr-init supervise -- self fake ARGS…`, streams to files; returns S's pid. NULL ends. */
pid_t start(const char *arg, ...);
pid_t start_command(const char *const *argv);

/* start, with `--root`; `arg…` are the fake JVM's options and the command. */
#define START(...) start("--root", root_file_system(), __VA_ARGS__, NULL)
#define RUN(...) finish(START(__VA_ARGS__))

/* Waits for its end: the exit status, or -N when signal N killed it. */
int finish(pid_t s);

/* What was written to stdout and stderr so far. */
char *out(void);
char *err(void);

/* The pid that PARKED named, once it is there. */
pid_t container_pid(void);

/* Writes all 0..argc of jcr-init supervise into argv. */
int supervise_argv(const char **argv, const char *const *fake_args);

#endif
