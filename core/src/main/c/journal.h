/* The undo journal; format and verbs are in docs/launch-protocol.md. */
#ifndef JCR_JOURNAL_H
#define JCR_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct journal {
    int fd;              /* locked while open; -1: none */
    char *path;          /* own copy */
    bool made_directory; /* by journal_begin: goes with the journal */
};

#define NO_JOURNAL ((struct journal){-1, NULL, false})

/* Opens (and creates, if asked to) and locks without waiting. 0, or -1 with errno. */
int journal_open(struct journal *j, const char *path, bool create);

/* The same for a new container: its directory is made, too, unless it is there. One step as far as
 * signals to jcr are concerned: the supervisor that makes it knows what it has to undo. */
int journal_begin(struct journal *j, const char *path);

/* Appends "kill PID START BOOTID". */
int journal_add_kill(const struct journal *j, pid_t pid, uint64_t start_time);

/* Appends "unlink PATH". */
int journal_add_unlink(const struct journal *j, const char *path);

struct undo_result {
    uint64_t steps;    /* entries that were run */
    uint64_t failures; /* of these */
    int error;         /* errno of the first failure */
    char what[256];    /* the entry of the first failure */
};

/* Runs the entries from the last to the first. Without failures the journal itself goes, too. */
struct undo_result journal_run(const struct journal *j);

/* The two halves of journal_run: the entries, and the journal itself unless one has failed. */
struct undo_result journal_undo(const struct journal *j);
void journal_remove(const struct journal *j, struct undo_result *result);

void journal_close(struct journal *j);

#endif
