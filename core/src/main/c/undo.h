/* The verbs of the undo journal. Each gets its arguments with a NULL behind them, and returns 0 or
 * -1 with errno; what is gone already is fine. */
#ifndef JCR_UNDO_H
#define JCR_UNDO_H

#include <stdbool.h>
#include <sys/types.h>

enum { UNDO_ARGS_MAX = 64 };

/* What the verbs of one run share. */
struct undo {
    const char *journal; /* its path: `tree` leaves it for the very end */
    bool failed;         /* an entry has failed: the journal has to stay */
    unsigned depth;      /* of journals run by `release` */
};

struct undo_result;
void undo_run_file(const char *path, unsigned depth, struct undo_result *result);

int undo_kill(struct undo *u, char **args);
int undo_cgroup(struct undo *u, char **args);
int undo_rmdir(struct undo *u, char **args);
int undo_unlink(struct undo *u, char **args);
int undo_tree(struct undo *u, char **args);
int undo_tree_unless(struct undo *u, char **args);
int undo_unmount(struct undo *u, char **args);
int undo_link(struct undo *u, char **args);
int undo_write(struct undo *u, char **args);
int undo_nft_table(struct undo *u, char **args);
int undo_lease(struct undo *u, char **args);
int undo_release(struct undo *u, char **args);
int undo_exec(struct undo *u, char **args);

/* Removes a directory with all below, the file `keep` in it (or NULL) last; see undo_tree.c. */
int tree_remove(const char *path, const char *keep);

/* Waits a little longer each time, from 100 us on; false when `total_ms` have been waited. */
struct patience {
    unsigned waited_us, step_us;
};
bool wait_more(struct patience *p, unsigned total_ms);

#endif
