/* What jcr-init itself has to say, on stderr: one line, `jcr-init: WORDS` or `…: ERROR`. */
#ifndef JCR_MESSAGE_H
#define JCR_MESSAGE_H

__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* The same with the words for an errno behind it. */
__attribute__((format(printf, 2, 3))) void say_errno(int error, const char *format, ...);

#endif
