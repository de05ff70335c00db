/*
 * Paths below a root that must not be left. Every look-up uses openat2(RESOLVE_IN_ROOT), so a
 * symbolic link in a root file system leads at most to somewhere inside it. An empty root means the
 * path as it is.
 *
 * Returned directories are borrowed: /dev alone is the parent of a dozen nodes, and each look-up
 * avoided saves three system calls. Whatever changes mounts calls paths_forget.
 */
#ifndef JCR_PATH_H
#define JCR_PATH_H

#include "ops.h"

/* An O_PATH descriptor of `path`; the caller closes it. -1: errno. */
int path_open(struct process *c, const char *root, const char *path, int flags);

/* The directory that holds the last component of `path`, which `name` then points to. Borrowed. */
int path_parent(struct process *c, const char *root, const char *path, const char **name);

/*
 * A mount target, created if it is missing: a directory, or an empty file. The caller closes it.
 * Missing parents are created as directories. Where a symbolic link dangles, what it leads to is
 * created inside the root, as Docker does: resolv.conf -> ../run/systemd/resolve/stub-resolv.conf.
 */
int path_target(struct process *c, const char *root, const char *path, bool directory);

/* Creates the missing directories above `path`, including those that links lead to. */
int path_make_parents(struct process *c, const char *root, const char *path);

void paths_forget(struct process *c);

#endif
