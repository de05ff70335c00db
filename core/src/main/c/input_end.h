/*
 * Passes the end of the caller's input on to a program that reads a terminal. A pipe that has ended
 * stays ended; a terminal has no such state, only a character (VEOF) for which one read(2) returns
 * what there is, which is nothing at the beginning of a line. So the character is typed again
 * whenever the program has read everything that was typed: the first one ends a last line without a
 * newline, the next is the end of file, and later reads see the end again.
 *
 * A program that has disabled line editing gets the character once, as if a user had typed Ctrl-D
 * at that moment. Shells and interpreters take it as the end; for programs that do not, there is no
 * other way to tell them.
 */
#ifndef JCR_INPUT_END_H
#define JCR_INPUT_END_H

#include <stdbool.h>

struct input_end {
    bool over;     /* the caller's input has ended */
    bool told_raw; /* since line editing was disabled */
    int wait_ms;   /* until the next check: no event says that a program has read */
};

void input_end_begin(struct input_end *e);

/* The timeout for poll(2) when everything has been typed: -1 before the end. */
int input_end_wait(const struct input_end *e);

/* What to type now, if everything before has been written to `master`. False: nothing. */
bool input_end_next(struct input_end *e, int master, char *key);

#endif
