/*
 * Terminal: the container's own pseudo-terminal. The slave never leaves the container, and the
 * master never stays in it: S relays between the master and the caller's streams, whatever they
 * are.
 */
#include "kernel.h"
#include "ops.h"
#include "path.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <termios.h>

enum { TTY_MODE = 0620 };

static int open_master(struct process *c) {
    int fd = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    struct statfs fs;
    int unlock = 0;
    if (fd < 0) return -1;
    if (fstatfs(fd, &fs) == 0 && fs.f_type == DEVPTS_MAGIC && ioctl(fd, TIOCSPTLCK, &unlock) == 0)
        return fd;
    snprintf(c->detail, sizeof c->detail, "/dev/pts is not a devpts");
    (void)close(fd);
    errno = ENODEV;
    return -1;
}

/* Copies window size, editing characters and UTF-8 mode of the caller's terminal before the program
 * can look. */
static int copy_settings(int master, int slave) {
    struct termios callers, own;
    struct winsize size;
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (tcgetattr(fd, &callers) < 0) continue;
        if (ioctl(fd, TIOCGWINSZ, &size) == 0 && ioctl(master, TIOCSWINSZ, &size) < 0) return -1;
        if (tcgetattr(slave, &own) < 0) return -1;
        memcpy(own.c_cc, callers.c_cc, sizeof own.c_cc);
        own.c_cc[VMIN] = 1;
        own.c_cc[VTIME] = 0;
        own.c_iflag = (own.c_iflag & ~(tcflag_t)IUTF8) | (callers.c_iflag & IUTF8);
        return tcsetattr(slave, TCSANOW, &own);
    }
    return 0;
}

static int send_master(int link, int master) {
    char byte = 'T';
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof master);
    memcpy(CMSG_DATA(rights), &master, sizeof master);
    return sendmsg(link, &message, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

/* Becomes session leader, with the slave as controlling terminal and standard streams. */
static int take_control(int slave) {
    if (getsid(0) != getpid() && setsid() < 0) return -1;
    if (ioctl(slave, TIOCSCTTY, 0) < 0) return -1;
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (dup2(slave, fd) < 0) return -1;
    return 0;
}

static int bind_console(struct process *c, int master) {
    unsigned number;
    char path[64];
    if (ioctl(master, TIOCGPTN, &number) < 0) return -1;
    snprintf(path, sizeof path, "/dev/pts/%u", number);
    int tree = sys_open_tree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    int target = tree < 0 ? -1 : path_target(c, "", "/dev/console", false);
    int result = target < 0 ? -1 : sys_move_mount(tree, target);
    int error = errno;
    if (tree >= 0) (void)close(tree);
    if (target >= 0) (void)close(target);
    paths_forget(c);
    errno = error;
    return result;
}

static int set_up(struct process *c, int master, int slave, const union field *f) {
    if (fchown(slave, (uid_t)f[0].u, (gid_t)f[1].u) < 0 || fchmod(slave, TTY_MODE) < 0) return -1;
    if (copy_settings(master, slave) < 0) return -1;
    /* In a mount namespace shared with others, /dev/console is theirs. */
    if (f[2].u != 0 && bind_console(c, master) < 0) return -1;
    return send_master(c->link, master) < 0 ? -1 : take_control(slave);
}

int op_terminal(struct process *c, const union field *f) {
    int master = open_master(c);
    if (master < 0) return -1;
    int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    int result = slave < 0 ? -1 : set_up(c, master, slave, f);
    int error = errno;
    if (slave >= 0) (void)close(slave);
    (void)close(master);
    errno = error;
    return result;
}
