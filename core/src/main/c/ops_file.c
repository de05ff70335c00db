/* Operations that write files and create nodes. */
#include "kernel.h"
#include "netlink.h"
#include "ops.h"
#include "path.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

int op_write_file(struct process *c, const union field *f) {
    (void)c;
    int fd = open(f[0].s.p, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    ssize_t n = write(fd, f[1].s.p, f[1].s.n);
    int error = n < 0 ? errno : ((size_t)n == f[1].s.n ? 0 : EIO);
    if (close(fd) < 0 && error == 0) error = errno;
    errno = error;
    return error ? -1 : 0;
}

int op_rtnetlink(struct process *c, const union field *f) {
    int error = netlink_exchange(NETLINK_PROTO_ROUTE, (const uint8_t *)f[0].s.p, f[0].s.n,
                                 c->detail, sizeof c->detail);
    errno = error;
    return error ? -1 : 0;
}

/* The kernel checks both the opener of the socket and the sender: in a user namespace it answers
 * queries but rejects changes. */
int op_host_rtnetlink(struct process *c, const union field *f) {
    int error = netlink_exchange_over(c->routes, (const uint8_t *)f[0].s.p, f[0].s.n, c->detail,
                                      sizeof c->detail);
    errno = error;
    return error ? -1 : 0;
}

int op_chown(struct process *c, const union field *f) {
    (void)c;
    return fchownat(AT_FDCWD, f[0].s.p, (uid_t)f[1].u, (gid_t)f[2].u, AT_SYMLINK_NOFOLLOW);
}

/* The parent directory, created if missing. */
static int made_parent(struct process *c, const char *root, const char *path, const char **name) {
    int parent = path_parent(c, root, path, name);
    if (parent >= 0 || errno != ENOENT) return parent;
    return path_make_parents(c, root, path) < 0 ? -1 : path_parent(c, root, path, name);
}

/* mkdirat(2) or mknodat(2) with exactly this mode: before the clone, the umask is the caller's. */
static int make_node(int parent, const char *name, mode_t mode, dev_t device) {
    mode_t before = umask(0);
    int made = S_ISDIR(mode) ? mkdirat(parent, name, mode & ~(mode_t)S_IFMT)
                             : mknodat(parent, name, mode, device);
    int error = errno;
    (void)umask(before);
    errno = error;
    return made;
}

int op_mkdir(struct process *c, const union field *f) {
    const char *name;
    int parent = made_parent(c, f[0].s.p, f[1].s.p, &name);
    if (parent < 0) return -1;
    if (make_node(parent, name, S_IFDIR | (mode_t)f[2].u, 0) == 0) return 0;
    if (errno != EEXIST) return -1;
    int fd = path_open(c, f[0].s.p, f[1].s.p, O_DIRECTORY);
    return fd < 0 ? -1 : close(fd);
}

int op_mknod(struct process *c, const union field *f) {
    const char *name;
    int parent = made_parent(c, f[0].s.p, f[1].s.p, &name);
    if (parent < 0) return -1;
    mode_t mode = (mode_t)f[2].u;
    dev_t device = makedev((unsigned)f[3].u, (unsigned)f[4].u);
    if (make_node(parent, name, mode, device) == 0) return 0;
    struct stat st;
    if (errno != EEXIST || fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) < 0) return -1;
    errno = EEXIST; /* unless it is the very node that was requested */
    return (st.st_mode & S_IFMT) == (mode & S_IFMT) && st.st_rdev == device ? 0 : -1;
}

int op_symlink(struct process *c, const union field *f) {
    const char *name;
    int parent = made_parent(c, f[0].s.p, f[2].s.p, &name);
    if (parent < 0) return -1;
    if (symlinkat(f[1].s.p, parent, name) == 0) return 0;
    char content[PATH_ROOM];
    ssize_t n = errno == EEXIST ? readlinkat(parent, name, content, sizeof content) : -1;
    if (n >= 0 && (size_t)n == f[1].s.n && memcmp(content, f[1].s.p, (size_t)n) == 0) return 0;
    if (errno == EINVAL || n >= 0) /* not a link, or a different one */
        errno = EEXIST;
    return -1;
}
