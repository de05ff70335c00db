/* Which plugin J is calling at the moment. J writes it down in a file without a name: a line before
 * the call, an empty one after it. When J ends between the two, the plugin has ended it. */
#ifndef JCR_CALLED_H
#define JCR_CALLED_H

/* The file. A descriptor, close-on-exec; -1 with errno. */
int called_make(void);

/* J's exit status: as it was, or 125 with a sentence when J has ended in the middle of a call,
 * unless a signal that anybody may send has ended it. */
int called_judge(int fd, int status);

#endif
