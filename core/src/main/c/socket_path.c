#include "socket_path.h"

#include "kernel.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { PATH_SIZE = 4096 };

/* The address of `path` through an open directory, whose descriptor is returned; -1 with errno. */
static int address(const char *path, struct sockaddr_un *a) {
    char directory[PATH_SIZE];
    directory_of(path, directory, sizeof directory);
    const char *name = strrchr(path, '/');
    int dir = open(directory[0] ? directory : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0) return -1;
    *a = (struct sockaddr_un){.sun_family = AF_UNIX};
    int n = snprintf(a->sun_path, sizeof a->sun_path, "/proc/self/fd/%d%s", dir, name ? name : "");
    if (name && n > 0 && (size_t)n < sizeof a->sun_path) return dir;
    (void)close(dir);
    errno = name ? ENAMETOOLONG : EINVAL;
    return -1;
}

static int use(int (*call)(int, const struct sockaddr *, socklen_t), int fd, const char *path) {
    struct sockaddr_un a;
    int dir = address(path, &a);
    if (dir < 0) return -1;
    int result = call(fd, (struct sockaddr *)&a, sizeof a), error = errno;
    (void)close(dir);
    errno = error;
    return result;
}

int socket_bind(int fd, const char *path) {
    if (unlink(path) < 0 && errno != ENOENT) return -1;
    return use(bind, fd, path);
}

int socket_connect(int fd, const char *path) {
    return use(connect, fd, path);
}
