#include "path.h"

#include "kernel.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { DIRECTORY_MODE = 0755, FILE_MODE = 0644 };

static void forget(struct directory *d) {
    if (d->fd >= 0) (void)close(d->fd);
    d->fd = -1;
}

void paths_forget(struct process *c) {
    forget(&c->root);
    forget(&c->parent_dir);
}

/* The root's descriptor, borrowed. */
static int root_of(struct process *c, const char *root) {
    if (c->root.fd >= 0 && strcmp(c->root.path, root) == 0) return c->root.fd;
    paths_forget(c);
    if (strlen(root) >= sizeof c->root.path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(c->root.path, root);
    c->root.fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return c->root.fd;
}

int path_open(struct process *c, const char *root, const char *path, int flags) {
    if (*root == '\0') return open(path, O_PATH | O_CLOEXEC | flags);
    int dir = root_of(c, root);
    if (dir < 0) return -1;
    return sys_openat2(dir, *path ? path : ".", O_PATH | (uint64_t)flags,
                       RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
}

/* Splits off the last component; the directory's part goes to `dir`. */
static int split(const char *path, char *dir, size_t room, const char **name) {
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    *name = slash ? slash + 1 : path;
    if (length >= room) {
        errno = ENAMETOOLONG;
        return -1;
    }
    if (**name == '\0' || strcmp(*name, "..") == 0 || strcmp(*name, ".") == 0) {
        errno = EINVAL;
        return -1;
    }
    memcpy(dir, path, length);
    dir[length] = '\0';
    if (slash == path) /* "/name": the directory is "/", not "" */
        strcpy(dir, "/");
    else if (!slash)
        strcpy(dir, ".");
    return 0;
}

int path_parent(struct process *c, const char *root, const char *path, const char **name) {
    char dir[PATH_ROOM];
    if (split(path, dir, sizeof dir, name) < 0) return -1;
    if (*root == '\0') /* what is remembered belongs to a root: see root_of */
        paths_forget(c);
    struct directory *cached = &c->parent_dir;
    bool same_root = c->root.fd >= 0 && strcmp(c->root.path, root) == 0;
    if (same_root && cached->fd >= 0 && strcmp(cached->path, dir) == 0) return cached->fd;
    int fd = path_open(c, root, dir, O_DIRECTORY);
    if (fd < 0) return -1;
    forget(cached);
    strcpy(cached->path, dir);
    cached->fd = fd;
    return fd;
}

/* The part of `path` up to its n-th component, into `prefix`. False when it has fewer. */
static bool prefix_of(const char *path, unsigned n, char *prefix) {
    const char *at = path;
    for (unsigned i = 0; i < n; i++) {
        while (*at == '/') at++;
        if (*at == '\0') return false;
        at += strcspn(at, "/");
    }
    const char *rest = at + strspn(at, "/");
    memcpy(prefix, path, (size_t)(at - path));
    prefix[at - path] = '\0';
    return *rest != '\0'; /* the last component is not a parent */
}

int path_make_parents(struct process *c, const char *root, const char *path) {
    char prefix[PATH_ROOM];
    if (strlen(path) >= sizeof prefix) {
        errno = ENAMETOOLONG;
        return -1;
    }
    for (unsigned n = 1; prefix_of(path, n, prefix); n++) {
        int fd = path_open(c, root, prefix, O_DIRECTORY);
        if (fd >= 0) {
            (void)close(fd);
            continue;
        }
        const char *name;
        int parent = errno == ENOENT ? path_parent(c, root, prefix, &name) : -1;
        if (parent < 0 || mkdirat(parent, name, DIRECTORY_MODE) < 0) return -1;
    }
    return 0;
}

/* Makes the last component; that it is there by now is fine, a dangling link is not. */
static int make_last(struct process *c, const char *root, const char *path, bool directory) {
    const char *name;
    int parent = path_parent(c, root, path, &name);
    if (parent < 0) return -1;
    if (directory) return mkdirat(parent, name, DIRECTORY_MODE);
    int fd = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    return fd < 0 ? -1 : close(fd);
}

int path_target(struct process *c, const char *root, const char *path, bool directory) {
    int flags = directory ? O_DIRECTORY : 0;
    int fd = path_open(c, root, path, flags);
    if (fd >= 0 || errno != ENOENT) return fd;
    if (path_make_parents(c, root, path) < 0 || make_last(c, root, path, directory) < 0) return -1;
    return path_open(c, root, path, flags);
}
