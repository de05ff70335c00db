/* Reading the text files of /proc and /etc. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The content of a file with a NUL behind it, to be freed; NULL and errno if it cannot be read.
 * Ends the program when memory runs out. *size, unless NULL, is its length. */
char *text_read(const char *path, size_t *size);

/* The next line of *rest, without its newline, and *rest moved behind it; NULL at the end. */
char *text_line(char **rest);

/* The next word of *rest (blanks and tabs separate); NULL at the end. */
char *text_word(char **rest);

/* Cuts blanks and newlines off the end. */
char *text_trim(char *text);

/* Replaces \040 and the like, as /proc/self/mountinfo writes blanks; in place. */
char *text_unescape(char *text);

/* The value of a line "NAME:\tVALUE" of /proc/self/status; false if there is none. */
bool text_status(const char *name, char *value, size_t size);
