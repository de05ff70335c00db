/* Which plugin J is calling right now. J records this in a nameless file: a line before the call,
 * an empty one after it. If J ends in between, the plugin ended it. */
#ifndef JCR_CALLED_H
#define JCR_CALLED_H

/* Creates the file. Returns a descriptor, close-on-exec; -1 with errno. */
int called_make(void);

/* J's exit status: unchanged, or 125 with a message when J ended in the middle of a call, unless it
 * was killed by a signal that anybody may send. */
int called_judge(int fd, int status);

#endif
