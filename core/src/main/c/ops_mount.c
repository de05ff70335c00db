/* Operations that mount. Each one that changes what a path means discards the remembered
 * directories. */
#include "kernel.h"
#include "ops.h"
#include "path.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

enum { DATA_MAX = 4096 }; /* one page */

/* Closes `fd` at the end of an operation, preserving its result and errno. */
static int closing(int fd, int result) {
    int error = errno;
    if (fd >= 0) (void)close(fd);
    errno = error;
    return result;
}

static struct k_mount_attr mount_attr(uint64_t set) {
    /* The atime bits are one field: to set any of them, the field must be cleared first. */
    uint64_t clear = set & MOUNT_ATTR__ATIME ? MOUNT_ATTR__ATIME : 0;
    return (struct k_mount_attr){.attr_set = set, .attr_clr = clear};
}

int op_mount_propagation(struct process *c, const union field *f) {
    (void)c;
    return mount(NULL, f[0].s.p, NULL, f[1].u, NULL);
}

int op_mount(struct process *c, const union field *f) {
    const char *root = f[0].s.p, *data = f[5].s.n ? f[5].s.p : NULL;
    if (f[5].s.n >= DATA_MAX) { /* mount(2) would truncate it silently */
        snprintf(c->detail, sizeof c->detail, "options longer than %d bytes", DATA_MAX - 1);
        errno = E2BIG;
        return -1;
    }
    int target = path_target(c, root, f[2].s.p, true);
    if (target < 0) return -1;
    /* "." in the directory that was just resolved: no second look-up, and no need for /proc. */
    int result = fchdir(target);
    if (result == 0) result = mount(f[1].s.p, ".", f[3].s.n ? f[3].s.p : NULL, f[4].u, data);
    int error = errno;
    paths_forget(c);
    errno = error;
    return closing(target, result);
}

/* Attaches the detached tree at the target, setting attributes while nobody can reach it yet. */
static int attach(struct process *c, int tree, const char *root, const char *target, uint64_t set,
                  unsigned recursive) {
    struct stat st;
    if (fstat(tree, &st) < 0) return -1;
    struct k_mount_attr attr = mount_attr(set);
    if (set & MOUNT_ATTR_IDMAP) attr.userns_fd = (uint64_t)c->userns;
    if (set != 0 && sys_mount_setattr(tree, "", AT_EMPTY_PATH | recursive, &attr) < 0) {
        if (set & MOUNT_ATTR_IDMAP && errno == EINVAL)
            snprintf(c->detail, sizeof c->detail,
                     "its file system, or one mounted below it, cannot map ids");
        return -1;
    }
    int fd = path_target(c, root, target, S_ISDIR(st.st_mode));
    if (fd < 0) return -1;
    int result = closing(fd, sys_move_mount(tree, fd));
    int error = errno;
    paths_forget(c);
    errno = error;
    return result;
}

int op_bind_mount(struct process *c, const union field *f) {
    unsigned recursive = f[4].u ? AT_RECURSIVE : 0;
    int tree = sys_open_tree(AT_FDCWD, f[1].s.p, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | recursive);
    if (tree < 0) {
        snprintf(c->detail, sizeof c->detail, "source %s", f[1].s.p);
        return -1;
    }
    return closing(tree, attach(c, tree, f[0].s.p, f[2].s.p, f[3].u, recursive));
}

int op_pivot_root(struct process *c, const union field *f) {
    paths_forget(c);
    /* With "." twice, the old root ends up on top of the new one, and detaching "." removes it. */
    if (chdir(f[0].s.p) < 0 || syscall(SYS_pivot_root, ".", ".") < 0) return -1;
    return umount2(".", MNT_DETACH) < 0 ? -1 : chdir("/");
}

int op_chroot(struct process *c, const union field *f) {
    paths_forget(c);
    return chdir(f[0].s.p) < 0 || chroot(".") < 0 ? -1 : chdir("/");
}

/* A detached copy of /dev/null, after checking that it is the device and not a file of the
 * image. */
static int null_device(struct process *c) {
    int fd = sys_open_tree(AT_FDCWD, "/dev/null", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    struct stat st;
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3))
        return fd;
    if (fd >= 0) errno = ENODEV;
    snprintf(c->detail, sizeof c->detail, "/dev/null is not the null device");
    return closing(fd, -1);
}

static int mask(struct process *c, int target) {
    struct stat st;
    if (fstat(target, &st) < 0) return -1;
    if (S_ISDIR(st.st_mode)) {
        if (fchdir(target) < 0) return -1;
        return mount("tmpfs", ".", "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
                     "nr_blocks=1,nr_inodes=1,mode=555");
    }
    int tree = null_device(c);
    return tree < 0 ? -1 : closing(tree, sys_move_mount(tree, target));
}

int op_mask_path(struct process *c, const union field *f) {
    paths_forget(c);
    int target = path_open(c, "", f[0].s.p, 0);
    if (target < 0) return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
    return closing(target, mask(c, target));
}

int op_readonly_path(struct process *c, const union field *f) {
    paths_forget(c);
    const char *path = f[0].s.p;
    int tree = sys_open_tree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
    if (tree < 0) return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
    return closing(tree, attach(c, tree, "", path, MOUNT_ATTR_RDONLY, AT_RECURSIVE));
}

int op_mount_setattr(struct process *c, const union field *f) {
    (void)c;
    struct k_mount_attr attr = mount_attr(f[1].u);
    return sys_mount_setattr(AT_FDCWD, f[0].s.p, f[2].u ? AT_RECURSIVE : 0, &attr);
}
