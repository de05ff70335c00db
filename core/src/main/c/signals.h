/* Which signals S and the init receive, forward and give default meaning to. */
#ifndef JCR_SIGNALS_H
#define JCR_SIGNALS_H

#include "kernel.h"

#include <signal.h>
#include <stdbool.h>

/*
 * Blocks all signals that S handles and returns a signalfd for them, or -1. Signals that were
 * ignored when S was started (nohup, a background job of a plain shell) stay ignored and are not
 * received.
 */
int signals_take(void);

/* In a child: restores default dispositions and an empty mask, whatever S was started with. */
int signals_reset(void);

/* In the JVM's process: restores an empty mask; what the caller ignored stays ignored. */
int signals_unblock(void);

/* True for signals that are forwarded to the container: no job control, no faults, no SIGCHLD. */
bool signals_forwardable(int signal);

/* True for signals that end a program unless it handles them. */
bool signals_terminating(int signal);

/*
 * Sends a signal to the container's first process. As PID 1 of a PID namespace, it is not affected
 * by a signal that it neither handles nor ignores nor blocks, whatever the default action. If the
 * default action is to terminate, this kills it and returns true: its exit status is 128+signal.
 * `had_it`: the terminal has already sent it the signal, so it is not sent again.
 */
bool signals_deliver(pid_t pid, int pidfd, int signal, bool had_it);

/* The shell's exit status for a status of waitpid. */
int exit_status_of(int wait_status);

#endif
