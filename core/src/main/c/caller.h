/*
 * The caller's standard streams while its input goes to a container.
 *
 * Its terminal is raw whenever this process is in the terminal's foreground process group.
 */
#ifndef JCR_CALLER_H
#define JCR_CALLER_H

#include <stdbool.h>
#include <sys/ioctl.h>
#include <termios.h>

struct caller {
    int in, out;     /* -1 when ended */
    bool in_is_tty;  /* so raw mode matters for it */
    int window;      /* the terminal whose size counts; -1 if there is none */
    bool foreground; /* in the caller's terminal: it is read only then */
    bool raw;
    struct termios saved;
};

void caller_open(struct caller *c);

/* Returns false when no stream is a terminal. */
bool caller_window(const struct caller *c, struct winsize *size);

bool caller_in_foreground(void);
void caller_make_raw(struct caller *c);

/* Restores the terminal's modes; may be called any number of times. */
void caller_restore(struct caller *c);

/* Raises SIGTSTP, whose default action knows when not to stop: stops and continues in here. */
void caller_stop(void);

#endif
