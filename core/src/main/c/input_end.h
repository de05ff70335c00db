/*
 * The end of the caller's input, told to a program that reads a terminal. A pipe that has ended
 * stays ended; a terminal knows no such state, only a character (VEOF) for which one read(2)
 * returns what there is, which is nothing at the beginning of a line. So the character is typed
 * again whenever the program has read all that was typed: the first ends a last line without a
 * newline, the next is the end of file, and whoever reads after that meets the end again.
 *
 * A program that has switched line editing off gets the character once, as if a user had typed
 * Ctrl-D at that moment: shells and interpreters take it as the end, and where a program does not,
 * there is nothing else that could say so.
 */
#ifndef JCR_INPUT_END_H
#define JCR_INPUT_END_H

#include <stdbool.h>

struct input_end {
    bool over;     /* the caller's input has ended */
    bool told_raw; /* since line editing was switched off */
    int wait_ms;   /* until the next look: no event says that a program has read */
};

void input_end_begin(struct input_end *e);

/* The timeout for poll(2) when all that is to be typed has been: -1 before the end. */
int input_end_wait(const struct input_end *e);

/* What is to be typed now, if all before has been written to `master`. False: nothing. */
bool input_end_next(struct input_end *e, int master, char *key);

#endif
