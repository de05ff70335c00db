/*
 * Undo: removes a directory with everything below it. A container made what is below, so nothing is
 * trusted: symbolic links are not followed and mount points not crossed. However deep the tree, the
 * stack and the number of open files stay small, because directories that lie too deep are first
 * moved up.
 */
#include "kernel.h"
#include "undo.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH = 64, RETRIES = 10 };

struct removal {
    int top;        /* the directory that deep ones are moved to */
    unsigned moved; /* the number moved: makes their names unique */
    bool again;     /* there is more to do at the top */
    dev_t keep_dev; /* the file to keep; an inode of 0 if there is none */
    ino_t keep_ino;
};

static int remove_below(struct removal *r, int dir, unsigned depth);

static bool kept(const struct removal *r, int dir, const char *name, unsigned depth) {
    struct stat st;
    return r->keep_ino != 0 && depth == 0 && fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
           st.st_ino == r->keep_ino && st.st_dev == r->keep_dev;
}

static int move_up(struct removal *r, int dir, const char *name) {
    char to[64];
    do snprintf(to, sizeof to, ".jcr-deep-%u", r->moved++);
    while (faccessat(r->top, to, F_OK, AT_SYMLINK_NOFOLLOW) == 0);
    if (renameat(dir, name, r->top, to) < 0) return -1;
    r->again = true;
    return 0;
}

/* EXDEV: a mount point. */
static int open_directory(int dir, const char *name) {
    return sys_openat2(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW,
                       RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS);
}

/* What lies too deep in a subvolume cannot be moved up out of it (EXDEV). But the subvolumes that
 * were in it are gone, so that now the kernel removes it as a whole. */
static bool gone_after_all(int dir, const char *name) {
    int error = errno, fd = open_directory(dir, name);
    bool gone = fd >= 0 && subvolume_destroy(dir, name, fd);
    if (fd >= 0) (void)close(fd);
    errno = error;
    return gone;
}

static int remove_directory(struct removal *r, int dir, const char *name, unsigned depth) {
    if (depth >= DEPTH) return move_up(r, dir, name);
    int fd = open_directory(dir, name);
    if (fd < 0) return -1;
    if (subvolume_destroy(dir, name, fd)) return close(fd);
    if (remove_below(r, fd, depth + 1) < 0) /* closes fd */
        return gone_after_all(dir, name) ? 0 : -1;
    return unlinkat(dir, name, AT_REMOVEDIR);
}

static int remove_entry(struct removal *r, int dir, const char *name, unsigned char type,
                        unsigned depth) {
    if (kept(r, dir, name, depth)) return 0;
    if (type != DT_DIR && unlinkat(dir, name, 0) == 0) return 0;
    if (type != DT_DIR && errno != EISDIR && errno != EPERM) return errno == ENOENT ? 0 : -1;
    int error = errno;
    if (remove_directory(r, dir, name, depth) == 0 || errno == ENOENT) return 0;
    if (errno == ENOTDIR) /* a file that could not be unlinked */
        errno = error;
    return -1;
}

/* Empties a directory and closes it. Entries that readdir skips while others are being removed make
 * the caller's rmdir fail with ENOTEMPTY, and the top is traversed again. */
static int remove_below(struct removal *r, int fd, unsigned depth) {
    DIR *dir = fdopendir(fd);
    if (!dir) {
        (void)close(fd);
        return -1;
    }
    const struct dirent *entry;
    int error = 0;
    while ((entry = readdir(dir)) != NULL) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
        if (remove_entry(r, dirfd(dir), name, entry->d_type, depth) < 0) error = errno;
    }
    if (closedir(dir) < 0 && error == 0) error = errno;
    errno = error;
    return error ? -1 : 0;
}

/* Opens the directory without crossing a mount point at its last component, and the one above. */
static int open_top(const char *path, int *above) {
    char parent[4096];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    if (!slash || slash == path || slash[1] == '\0' || length >= sizeof parent) {
        errno = EINVAL; /* never a relative path, never "/" */
        return -1;
    }
    memcpy(parent, path, length);
    parent[length] = '\0';
    *above = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*above < 0) return -1;
    int fd = sys_openat2(*above, slash + 1, O_RDONLY | O_DIRECTORY,
                         RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS);
    int error = errno;
    if (fd < 0) (void)close(*above);
    errno = error;
    return fd;
}

static bool is_gone(const struct removal *r, int above, const char *path) {
    bool gone = subvolume_destroy(above, strrchr(path, '/') + 1, r->top);
    (void)close(above);
    if (gone) (void)close(r->top);
    return gone;
}

int tree_remove(const char *path, const char *keep) {
    struct removal r = {0};
    struct stat st;
    if (keep && lstat(keep, &st) == 0) {
        r.keep_dev = st.st_dev;
        r.keep_ino = st.st_ino;
    }
    int above;
    r.top = open_top(path, &above);
    if (r.top < 0) return errno == ENOENT ? 0 : -1;
    if (is_gone(&r, above, path)) return 0;
    int result, retries = 0;
    do {
        r.again = false;
        int fd = openat(r.top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        result = fd < 0 ? -1 : remove_below(&r, fd, 0);
    } while (r.again || (result < 0 && errno == ENOTEMPTY && retries++ < RETRIES));
    int error = errno;
    if (result == 0 && keep && r.keep_ino != 0 && unlink(keep) < 0 && errno != ENOENT)
        result = -1, error = errno;
    (void)close(r.top);
    if (result == 0) return rmdir(path) < 0 && errno != ENOENT ? -1 : 0;
    errno = error;
    return -1;
}

static bool is_in(const char *path, const char *directory) {
    size_t length = strlen(directory);
    return strncmp(path, directory, length) == 0 && path[length] == '/' &&
           strchr(path + length + 1, '/') == NULL;
}

int undo_tree(struct undo *u, char **args) {
    bool has_journal = u->journal && is_in(u->journal, args[0]);
    if (has_journal && u->failed)
        return 0; /* `jcr gc` still needs the journal, and will retry this */
    return tree_remove(args[0], has_journal ? u->journal : NULL);
}

/* A container that is to be kept counts as kept only once its record exists: a start that fails
 * before that leaves nothing. */
int undo_tree_unless(struct undo *u, char **args) {
    struct stat st;
    if (lstat(args[1], &st) == 0) return 0;
    return undo_tree(u, args);
}
