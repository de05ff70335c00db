#include "wake.h"

#include "home.h"
#include "say.h"
#include "stamp.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { LISTENING = 3, BACKLOG = 128, PATH_ROOM = 4096 };

extern char **environ;

/* Its directory belongs to root and is created if missing. */
static int lock_beside(const char *path) {
    char lock[PATH_ROOM], *slash;
    int n = snprintf(lock, sizeof lock, "%s.lock", path);
    if (n < 0 || (size_t)n >= sizeof lock || !(slash = strrchr(lock, '/'))) {
        errno = ENAMETOOLONG;
        return -1;
    }
    *slash = '\0';
    if (mkdir(lock, 0711) < 0 && errno != EEXIST) return -1;
    *slash = '/';
    int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || flock(fd, LOCK_EX) == 0) return fd;
    (void)close(fd);
    return -1;
}

static int listen_at(const struct sockaddr_un *address) {
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    (void)unlink(address->sun_path);
    mode_t mask = umask(0177);
    int bound = bind(fd, (const struct sockaddr *)address, sizeof *address);
    int error = errno;
    (void)umask(mask);
    errno = error;
    if (bound == 0 && listen(fd, BACKLOG) == 0) return fd;
    (void)close(fd);
    return -1;
}

/* In a session of its own, without the caller's streams, directory and descriptors. */
static _Noreturn void become_planner(const char *home, int listening) {
    char *program = home_file(home, "bin/jcr");
    char *argv[] = {program, "daemon", "--listening", "3", NULL};
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd <= 2; fd++)
        if (null < 0 || dup2(null, fd) < 0) _exit(EXIT_FAILED);
    for (int s = 1; s < NSIG; s++) (void)signal(s, SIG_DFL);
    int kept = fcntl(listening, F_DUPFD, LISTENING + 1);
    if (kept < 0 || dup2(kept, LISTENING) < 0 || setsid() < 0) _exit(EXIT_FAILED);
    for (int fd = LISTENING + 1; fd < 1024; fd++) (void)close(fd);
    (void)execve(program, argv, environ);
    _exit(EXIT_FAILED);
}

int wake_planner(const char *home, const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address.sun_path, path);
    int lock = lock_beside(path);
    if (lock < 0) return -1;
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int result = connect(probe, (const struct sockaddr *)&address, sizeof address);
    (void)close(probe);
    int listening = result == 0 ? -1 : listen_at(&address);
    if (result < 0 && listening >= 0) {
        pid_t pid = fork();
        if (pid == 0 && fork() == 0) become_planner(home, listening); /* nobody's child */
        if (pid == 0) _exit(0);
        result = pid < 0 ? -1 : 0;
    }
    int error = errno;
    if (listening >= 0) (void)close(listening);
    (void)close(lock);
    errno = error;
    return result;
}

/* systemd's socket, if it was passed to this process; see sd_listen_fds(3). */
static const char *socket_of_systemd(void) {
    const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
    return pid && count && strtol(pid, NULL, 10) == getpid() && strtol(count, NULL, 10) > 0 ? "3"
                                                                                            : NULL;
}

void wake_prepare(const char *home) {
    static const char *const KEPT[] = {"JCR_DAEMON_SOCKET", "JCR_JAVA_OPTS"};
    char stamp[STAMP_ROOM];
    char *kept[sizeof KEPT / sizeof *KEPT];
    const char *listening = socket_of_systemd();
    for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT; i++) {
        const char *value = getenv(KEPT[i]);
        kept[i] = value ? strdup(value) : NULL;
    }
    stamp_of(home, stamp);
    if (clearenv() != 0 || setenv("JCR_STAMP", stamp, 1) < 0 ||
        setenv("LC_ALL", "C.UTF-8", 1) < 0 ||
        setenv("MALLOC_ARENA_MAX", "1", 1) < 0 || /* its threads come and go */
        setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1) < 0 ||
        (listening && setenv("JCR_LISTENING", listening, 1) < 0))
        fail_errno("start");
    for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT; i++)
        if (kept[i] && setenv(KEPT[i], kept[i], 1) < 0) fail_errno("start");
    if (chdir("/") < 0) fail_errno("change to /");
}
