/* The undo journal; format and verbs are in docs/launch-protocol.md. */
#ifndef JCR_JOURNAL_H
#define JCR_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct journal {
    int fd;              /* locked while open; -1: none */
    char *path;          /* own copy */
    bool made_directory; /* by journal_begin: removed with the journal */
};

#define NO_JOURNAL ((struct journal){-1, NULL, false})

/* Opens (and creates, if requested) and locks it without waiting. 0, or -1 with errno. */
int journal_open(struct journal *j, const char *path, bool create);

/* As above, for a new container: also creates its directory, unless it exists. For signals to jcr
 * this is a single step: the supervisor that creates it knows what it has to undo. */
int journal_begin(struct journal *j, const char *path);

/* Appends "kill PID START BOOTID". */
int journal_add_kill(const struct journal *j, pid_t pid, uint64_t start_time);

/* Appends "unlink PATH". */
int journal_add_unlink(const struct journal *j, const char *path);

struct undo_result {
    uint64_t steps;    /* entries run */
    uint64_t kills;    /* "kill" among them */
    uint64_t failures; /* entries that failed */
    int error;         /* errno of the first failure */
    char what[256];    /* the entry of the first failure */
};

/* Runs the entries from last to first. If none fails, the journal itself is removed, too. */
struct undo_result journal_run(const struct journal *j);

/* Counts as a failure that the journal has lost its entry "kill", which S itself has written: with
 * that, other entries are lost, which jcr finds again when it reclaims the container. */
void journal_require_kill(const struct journal *j, struct undo_result *result);

/* The two halves of journal_run: the entries, and the journal itself unless an entry failed. */
struct undo_result journal_undo(const struct journal *j);
void journal_remove(const struct journal *j, struct undo_result *result);

void journal_close(struct journal *j);

#endif
