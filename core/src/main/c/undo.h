/* The verbs of the undo journal. Each gets its arguments followed by NULL, and returns 0 or -1 with
 * errno. It is not an error if the object is already gone. */
#ifndef JCR_UNDO_H
#define JCR_UNDO_H

#include <stdbool.h>
#include <sys/types.h>

enum { UNDO_ARGS_MAX = 64 };

/* State that the verbs of one run share. */
struct undo {
    const char *journal; /* its path: `tree` removes this file last */
    bool failed;         /* an entry has failed, so the journal must stay */
    unsigned depth;      /* of nested journals, run by `release` */
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

/* Removes a directory with everything below it, and the file `keep` in it (or NULL) last; see
 * undo_tree.c. */
int tree_remove(const char *path, const char *keep);

/* Removes at once, with all files, the directory `name` in `dir`, which `fd` is open on, if it is a
 * subvolume of btrfs. Else, or if it has other subvolumes in it, returns false; from then on it is
 * not read-only, so that it can be removed as any directory. */
bool subvolume_destroy(int dir, const char *name, int fd);

/* Waits, starting with 100 us and a little longer each time; false after `total_ms` in all. */
struct patience {
    unsigned waited_us, step_us;
};
bool wait_more(struct patience *p, unsigned total_ms);

#endif
