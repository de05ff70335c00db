#include "path.h"

#include "kernel.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum {
    DIRECTORY_MODE = 0755,
    FILE_MODE = 0644,
    LINKS_MAX = 40, /* the kernel's limit for one look-up */
    TRIES = 4096, /* as long as a process that only renames has its turn */
};

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
    /* While anything on the machine is renamed or mounted, the kernel may not be able to say
     * whether `..` leads out. */
    int fd, tries = 0;
    do
        fd = sys_openat2(dir, *path ? path : ".", O_PATH | (uint64_t)flags,
                         RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
    while (fd < 0 && errno == EAGAIN && ++tries < TRIES);
    return fd;
}

/* Splits off the last component; the directory part goes to `dir`. */
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
    if (*root == '\0') /* remembered directories belong to one root: see root_of */
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

/* The part of `path` up to its n-th component, in `prefix`. False when it has fewer. */
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

static int make(struct process *c, const char *root, const char *path, bool directory, int *links);

static int make_parents(struct process *c, const char *root, const char *path, int *links) {
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
        if (errno != ENOENT || make(c, root, prefix, true, links) < 0) return -1;
    }
    return 0;
}

int path_make_parents(struct process *c, const char *root, const char *path) {
    int links = 0;
    return make_parents(c, root, path, &links);
}

/* The target, below the root, of the link `name` in the directory `parent`, found at `path`. */
static int link_target(int parent, const char *name, const char *path, char *target) {
    size_t before = (size_t)(name - path);
    char *end = target + before;
    ssize_t n = readlinkat(parent, name, end, PATH_ROOM - before);
    if (n < 0) return -1;
    if (before + (size_t)n >= PATH_ROOM) {
        errno = ENAMETOOLONG;
        return -1;
    }
    end[n] = '\0';
    if (*end == '/') /* absolute: below the root, where the kernel also resolves any links in it */
        memmove(target, end, (size_t)n + 1);
    else
        memcpy(target, path, before);
    size_t length = strlen(target);
    while (length > 1 && target[length - 1] == '/') target[--length] = '\0';
    return 0;
}

/*
 * Creates the last component of `path`, whose parents exist. If that is a dangling link, creates
 * its target instead; but not with an empty root, which is the host's.
 */
static int make_last(struct process *c, const char *root, const char *path, bool directory,
                     int *links) {
    const char *name;
    int parent = path_parent(c, root, path, &name);
    if (parent < 0) return -1;
    if (directory) {
        if (mkdirat(parent, name, DIRECTORY_MODE) == 0) return 0;
    } else {
        int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
        int fd = openat(parent, name, flags, FILE_MODE);
        if (fd >= 0) return close(fd);
    }
    if (errno != EEXIST || *root == '\0') return -1;
    char target[PATH_ROOM];
    if (link_target(parent, name, path, target) < 0) {
        if (errno == EINVAL) errno = EEXIST; /* not a link */
        return -1;
    }
    if (++*links > LINKS_MAX) {
        errno = ELOOP;
        return -1;
    }
    return make(c, root, target, directory, links);
}

static int make(struct process *c, const char *root, const char *path, bool directory, int *links) {
    if (make_parents(c, root, path, links) < 0) return -1;
    return make_last(c, root, path, directory, links);
}

/* Explains why there is no such target where the errno's name alone does not. */
static int no_target(struct process *c, const char *path, bool directory) {
    int error = errno;
    const char *why = NULL;
    if (error == ELOOP)
        why = "its symbolic links lead in a circle, or into /proc";
    else if (error == EROFS)
        why = "it is missing in the root file system, which is read-only";
    else if (error == EISDIR)
        why = "it is a directory in the root file system, and a file is to be mounted there";
    else if (error == ENOTDIR && directory)
        why = "it, or a directory above it, is a file in the root file system";
    else if (error == ENOTDIR)
        why = "a directory above it is a file in the root file system";
    if (why) snprintf(c->detail, sizeof c->detail, "%s: %s", path, why);
    errno = error;
    return -1;
}

int path_target(struct process *c, const char *root, const char *path, bool directory) {
    int flags = directory ? O_DIRECTORY : 0;
    int fd = path_open(c, root, path, flags);
    if (fd < 0 && errno == ENOENT) {
        int links = 0;
        if (make(c, root, path, directory, &links) == 0) fd = path_open(c, root, path, flags);
    }
    struct stat st;
    if (fd >= 0 && !directory && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        (void)close(fd);
        fd = -1;
        errno = EISDIR;
    }
    return fd < 0 ? no_target(c, path, directory) : fd;
}
