/*
 * The caller's standard streams, for as long as what is typed goes to a container.
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
    bool in_is_tty;  /* then raw mode concerns it */
    int window;      /* the terminal whose size counts; -1 if there is none */
    bool foreground; /* of the caller's terminal: only then it is read */
    bool raw;
    struct termios saved;
};

void caller_open(struct caller *c);

/* False when no stream is a terminal. */
bool caller_window(const struct caller *c, struct winsize *size);

bool caller_in_foreground(void);
void caller_make_raw(struct caller *c);

/* Gives the terminal its modes back; may be called any number of times. */
void caller_restore(struct caller *c);

/* SIGTSTP, whose default action knows when not to stop: stops here, and goes on here. */
void caller_stop(void);

#endif
