/* Undo: files, leases, mounts, and what containers share. */
#include "journal.h"
#include "kernel.h"
#include "small_file.h"
#include "undo.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>

enum { LOCK_WAIT_MS = 5000, PATH_SIZE = 4096 };

bool wait_more(struct patience *p, unsigned total_ms) {
    if (p->waited_us >= total_ms * 1000) return false;
    p->step_us = p->step_us ? p->step_us * 2 : 100;
    if (p->step_us > 20000) p->step_us = 20000;
    struct timespec t = {0, (long)p->step_us * 1000};
    (void)nanosleep(&t, NULL);
    p->waited_us += p->step_us;
    return true;
}

static int fine_if_gone(int result) {
    return result < 0 && (errno == ENOENT || errno == ENOTDIR) ? 0 : result;
}

/* A group that containers share and that others still use. Whoever made it may have been killed
 * before it was marked as jcr's (SharedCgroups), and they would leave it for ever; the journal says
 * that it is. No such attributes here: it stays, as it would have. */
static void leave_to_others(const char *directory) {
    (void)setxattr(directory, "user.jcr", "1", 1, 0);
}

/* EBUSY: what cgroupfs returns instead of ENOTEMPTY. */
int undo_rmdir(struct undo *u, char **args) {
    (void)u;
    int result = rmdir(args[0]);
    bool in_use = result < 0 && (errno == ENOTEMPTY || errno == EEXIST || errno == EBUSY);
    if (in_use) leave_to_others(args[0]);
    return in_use ? 0 : fine_if_gone(result);
}

int undo_unlink(struct undo *u, char **args) {
    (void)u;
    return fine_if_gone(unlink(args[0]));
}

int undo_unmount(struct undo *u, char **args) {
    (void)u;
    int result = umount2(args[0], MNT_DETACH | UMOUNT_NOFOLLOW);
    return result < 0 && errno == EINVAL ? 0 : fine_if_gone(result); /* EINVAL: not a mount point */
}

int undo_write(struct undo *u, char **args) {
    (void)u;
    return fine_if_gone(file_write(args[0], args[1]));
}

int undo_lease(struct undo *u, char **args) {
    (void)u;
    char owner[PATH_SIZE];
    ssize_t size = readlink(args[0], owner, sizeof owner - 1);
    if (size < 0) return fine_if_gone(-1);
    owner[size] = '\0';
    return strcmp(owner, args[1]) == 0 ? fine_if_gone(unlink(args[0])) : 0;
}

/* Locks DIRECTORY/lock. -1 with ENOENT when the directory disappeared meanwhile. */
static int lock_shared(const char *directory) {
    char path[PATH_SIZE];
    if ((size_t)snprintf(path, sizeof path, "%s/lock", directory) >= sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return -1;
    struct patience patience = {0};
    while (flock(fd, LOCK_EX | LOCK_NB) < 0)
        if ((errno != EWOULDBLOCK && errno != EINTR) || !wait_more(&patience, LOCK_WAIT_MS)) {
            int error = errno;
            (void)close(fd);
            errno = error;
            return -1;
        }
    /* The previous holder of the lock may have removed the directory and this file with it. */
    struct stat st;
    if (fstat(fd, &st) == 0 && st.st_nlink > 0) return fd;
    (void)close(fd);
    errno = ENOENT;
    return -1;
}

/* True if DIRECTORY/claims is empty or missing. */
static bool unclaimed(const char *claims) {
    DIR *dir = opendir(claims);
    if (!dir) return errno == ENOENT;
    const struct dirent *entry;
    bool found = false;
    while (!found && (entry = readdir(dir)) != NULL)
        found = strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    (void)closedir(dir);
    return !found;
}

/* Renames it first: a newcomer then creates the setting again, and whoever waits for its lock sees
 * that it is gone instead of writing into what is being removed. */
static int remove_shared(const char *setting) {
    char gone[PATH_SIZE + 32];
    snprintf(gone, sizeof gone, "%s.gone.%d", setting, (int)getpid());
    return rename(setting, gone) < 0 ? -1 : tree_remove(gone, NULL);
}

int undo_release(struct undo *u, char **args) {
    char claims[PATH_SIZE], path[PATH_SIZE + 256], shared[PATH_SIZE];
    int lock = lock_shared(args[0]);
    if (lock < 0) return fine_if_gone(-1);
    snprintf(claims, sizeof claims, "%s/claims", args[0]);
    snprintf(shared, sizeof shared, "%s/undo", args[0]);
    snprintf(path, sizeof path, "%s/%s", claims, args[1]);
    int result = strchr(args[1], '/') ? (errno = EINVAL, -1) : fine_if_gone(unlink(path));
    if (result == 0 && unclaimed(claims)) {
        struct undo_result inner = {0};
        undo_run_file(shared, u->depth, &inner);
        if (inner.failures == 0) {
            result = remove_shared(args[0]);
        } else {
            errno = inner.error;
            result = -1;
        }
    }
    int error = errno;
    (void)close(lock);
    errno = error;
    return result;
}
