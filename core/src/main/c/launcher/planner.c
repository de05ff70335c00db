#include "planner.h"

#include "home.h"
#include "say.h"
#include "stamp.h"
#include "wake.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#ifndef SO_SNDBUFFORCE
#define SO_SNDBUFFORCE 32
#endif

enum { RIGHTS = 5, PATIENCE_SECONDS = 20, PACKET_ROOM = 8 << 20 };

static const uint32_t MAGIC = 0x3152434a; /* "JCR1" */

extern char **environ;

struct text {
    char *at;
    size_t length, room;
};

static void append(struct text *to, const void *bytes, size_t count) {
    if (to->length + count > to->room) {
        to->room = 2 * (to->length + count) + 4096;
        to->at = realloc(to->at, to->room);
        if (!to->at) fail_errno("start");
    }
    memcpy(to->at + to->length, bytes, count);
    to->length += count;
}

static void append_number(struct text *to, uint32_t number) {
    append(to, &number, sizeof number);
}

static void append_string(struct text *to, const char *string) {
    append_number(to, (uint32_t)strlen(string));
    append(to, string, strlen(string));
}

static void append_strings(struct text *to, char **strings) {
    uint32_t count = 0;
    while (strings[count]) count++;
    append_number(to, count);
    for (uint32_t i = 0; i < count; i++) append_string(to, strings[i]);
}

/* MAGIC, the length of what follows, stamp, directory, arguments, environment. */
static struct text session(const char *home, char **arguments) {
    struct text text = {0};
    char stamp[STAMP_ROOM], directory[PATH_MAX];
    stamp_of(home, stamp);
    append_number(&text, MAGIC);
    append_number(&text, 0);
    append_string(&text, stamp);
    append_string(&text, getcwd(directory, sizeof directory) ? directory : "/");
    append_strings(&text, arguments);
    append_strings(&text, environ);
    uint32_t length = (uint32_t)(text.length - 2 * sizeof length);
    memcpy(text.at + sizeof length, &length, sizeof length);
    return text;
}

/* Names of descriptors refer to another process in the planner: what the caller left open must go
 * to its own Java. What follows `--` is the container's, whose processes are its own. */
static bool names_descriptors(char **arguments) {
    static const char *const NAMES[] = {"/dev/fd", "/dev/std", "/proc/self", "/proc/thread-self"};
    for (; *arguments && strcmp(*arguments, "--") != 0; arguments++)
        for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
            if (strstr(*arguments, NAMES[i])) return true;
    return false;
}

static bool is_set(const char *name) {
    const char *value = getenv(name);
    return value && value[0];
}

/* The planner's socket, with its process in *pid; -1 when there is none that this user trusts. */
static int connect_planner(const char *path, pid_t *pid) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
        getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
        (peer.uid == 0 || peer.uid == geteuid())) {
        *pid = peer.pid;
        return fd;
    }
    (void)close(fd);
    return -1;
}

/* Sends it all, with the descriptors attached to the first byte. */
static bool send_all(int fd, const struct text *text, const int rights[RIGHTS]) {
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(RIGHTS * sizeof(int))];
    } control = {0};
    struct iovec part = {text->at, text->length};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(RIGHTS * sizeof(int));
    memcpy(CMSG_DATA(header), rights, RIGHTS * sizeof(int));
    ssize_t n = sendmsg(fd, &message, MSG_NOSIGNAL);
    for (size_t sent = 0; n > 0;) {
        sent += (size_t)n;
        if (sent == text->length) return true;
        n = send(fd, text->at + sent, text->length - sent, MSG_NOSIGNAL);
    }
    return false;
}

/* The packet of a large plan must fit into the socket in one send. */
static void make_room(int fd) {
    int size = PACKET_ROOM;
    if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size) < 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size); /* up to wmem_max */
}

/* What the supervisor adds to the environment of a Java that it starts. */
static void tell_start(void) {
    struct timespec now;
    char text[32];
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    (void)snprintf(text, sizeof text, "%llu",
                   (unsigned long long)now.tv_sec * 1000000000ULL +
                       (unsigned long long)now.tv_nsec);
    if (setenv("JCR_START", text, 1) < 0) fail_errno("start");
}

/* Whether the planner has accepted, and has been told to go ahead. */
static bool agree(int life, const struct text *text, int control) {
    int here = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    const int rights[RIGHTS] = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO, control, here};
    const struct timeval patience = {.tv_sec = PATIENCE_SECONDS}, none = {0};
    char answer = 'C';
    bool agreed = here >= 0 &&
                  setsockopt(life, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0 &&
                  setsockopt(life, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) == 0 &&
                  send_all(life, text, rights) && recv(life, &answer, 1, 0) == 1 && answer == 'A' &&
                  setsockopt(life, SOL_SOCKET, SO_RCVTIMEO, &none, sizeof none) == 0 &&
                  send(life, "G", 1, MSG_NOSIGNAL) == 1;
    if (here >= 0) (void)close(here);
    return agreed;
}

static _Noreturn void become_supervisor(const char *home, int control, int life, pid_t planner) {
    char numbers[3][16];
    char *init = home_file(home, "libexec/jcr-init");
    (void)snprintf(numbers[0], sizeof numbers[0], "%d", control);
    (void)snprintf(numbers[1], sizeof numbers[1], "%d", life);
    (void)snprintf(numbers[2], sizeof numbers[2], "%d", (int)planner);
    char *argv[] = {init, "attend", numbers[0], numbers[1], numbers[2], NULL}, *env[] = {NULL};
    if (fcntl(control, F_SETFD, 0) < 0 || fcntl(life, F_SETFD, 0) < 0) fail_errno("start");
    (void)execve(init, argv, env);
    fail_errno("execute %s", init);
}

void planner_try(const char *home, char **arguments) {
    const char *wish = getenv("JCR_DAEMON");
    if (wish && strcmp(wish, "never") == 0) return;
    if (is_set("JCR_JAVA_OPTS") || names_descriptors(arguments)) return;
    const char *path = is_set("JCR_DAEMON_SOCKET") ? getenv("JCR_DAEMON_SOCKET") : PLANNER_SOCKET;
    int pair[2];
    pid_t planner;
    int life = connect_planner(path, &planner);
    if (life < 0 && wish && strcmp(wish, "always") == 0) {
        if (wake_planner(home, path) < 0) fail_errno("start the planner at %s", path);
        life = connect_planner(path, &planner);
    }
    if (life < 0) return;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) fail_errno("start");
    make_room(pair[0]);
    make_room(pair[1]);
    tell_start();
    struct text text = session(home, arguments);
    bool agreed = agree(life, &text, pair[0]);
    (void)close(pair[0]);
    if (agreed) become_supervisor(home, pair[1], life, planner);
    (void)close(pair[1]);
    (void)close(life);
    free(text.at);
}
