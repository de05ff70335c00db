/*
 * A test program: a table of named tests, each run in a process of its own with a time limit.
 * Prints ok, FAIL or SKIP (with the reason) for each; the exit status is 1 if one failed.
 */
#ifndef JCR_TEST_CHECK_H
#define JCR_TEST_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct test {
    const char *name;
    void (*run)(void);
    unsigned needs; /* enum needs */
};

enum needs { NOTHING = 0, ROOT = 1, BUSYBOX = 2 };

int run_tests(const char *program, const struct test *tests, size_t count, const char *only);

void check_true(bool ok, const char *what, const char *file, int line);
void check_int(long long got, long long wanted, const char *what, const char *file, int line);
void check_str(const char *got, const char *wanted, const char *what, const char *file, int line);
void check_has(const char *text, const char *part, const char *what, const char *file, int line);

#define CHECK(ok) check_true(ok, #ok, __FILE__, __LINE__)
#define CHECK_INT(got, wanted) check_int(got, wanted, #got, __FILE__, __LINE__)
#define CHECK_STR(got, wanted) check_str(got, wanted, #got, __FILE__, __LINE__)
#define CHECK_HAS(text, part) check_has(text, part, #text, __FILE__, __LINE__)

/* Ends the test as skipped. */
_Noreturn void skip(const char *reason);

/* The path of busybox, or NULL. */
const char *busybox(void);

/* A directory of the test's own, removed after it. */
const char *scratch(void);

char *in(const char *name); /* a path in it */
bool exists(const char *path);
bool alive(pid_t pid); /* or a zombie */

/* `format` printed into a string that lives as long as the test. */
__attribute__((format(printf, 1, 2))) char *text_of(const char *format, ...);

/* What a file holds, as a string that lives as long as the test; NULL if it cannot be read. */
char *content_of(const char *path);
void write_file(const char *path, const char *content);

/* Waits until the condition holds or five seconds have passed. */
#define EVENTUALLY(condition)                                                                      \
    do {                                                                                           \
        for (int tries_ = 0; tries_ < 2500 && !(condition); tries_++) pause_ms(2);                 \
        check_true(condition, #condition " within 5 s", __FILE__, __LINE__);                       \
    } while (0)
/* What this test mounts goes with it, however it ends. */
void own_mounts(void);

void pause_ms(long ms);
void pause_us(long us);

#endif
