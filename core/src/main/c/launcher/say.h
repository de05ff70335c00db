/* The launcher's messages to its user: one sentence on standard error. */
#ifndef JCR_LAUNCHER_SAY_H
#define JCR_LAUNCHER_SAY_H

enum { EXIT_FAILED = 125 };

/* Prints "jcr: " and the sentence, and exits with 125. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* As above, followed by the text for errno. */
_Noreturn void fail_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
