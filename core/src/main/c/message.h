/* jcr-init's own messages on stderr: one line, `jcr-init: WORDS` or `…: ERROR`. */
#ifndef JCR_MESSAGE_H
#define JCR_MESSAGE_H

__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* As above, followed by the text for an errno. */
__attribute__((format(printf, 2, 3))) void say_errno(int error, const char *format, ...);

#endif
