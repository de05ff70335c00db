/*
 * `ports`: holds host ports for a container, and then relays their traffic.
 *
 *   J ── stdin ──► "serve PID ADDRESS\n"      once the container's first process exists
 *   J ◄─ stdout ── "held PID START BOOT PORT/FAMILIES …\n", "serving\n" or "error ERRNO INDEX\n"
 *
 * Until it serves, it ends with J (end of file); after that, with the container's first process.
 * The undo journal kills it, so that the ports are free when everything is undone.
 */
#include "ports.h"

#include "kernel.h"
#include "message.h"
#include "small_file.h"

#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>

enum { WORDS = 5, NOBODY = 65534, EXIT_USAGE = 2, EXIT_FAILED = 125, RETRY_MS = 100 };

char port_buffer[DATAGRAM_MAX];

static struct port *ports;
static unsigned count;
static bool over;

static unsigned number(const char *text) {
    return (unsigned)strtoul(text, NULL, 10);
}

static int read_ports(char **args) {
    unsigned words = 0;
    while (args[words]) words++;
    count = words / WORDS;
    ports = words > 0 && words % WORDS == 0 ? calloc(count, sizeof *ports) : NULL;
    for (unsigned i = 0; ports && i < count; i++, args += WORDS)
        ports[i] = (struct port){.type = strcmp(args[0], "udp") == 0 ? SOCK_DGRAM : SOCK_STREAM,
                                 .address = args[1],
                                 .first = number(args[2]),
                                 .last = number(args[3]),
                                 .container = number(args[4])};
    return ports ? 0 : -1;
}

static int fail(unsigned index) {
    printf("error %d %u\n", errno, index);
    (void)fflush(stdout); /* otherwise J sees the end of file */
    return EXIT_FAILED;
}

/* Allows as many sockets as possible: each connection needs two. */
static void raise_limit(void) {
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0) return;
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files); /* then there are fewer */
}

static void tell_held(void) {
    pid_t self = getpid();
    const char *boot = boot_id();
    printf("held %d %llu %s", (int)self, (unsigned long long)process_start_time(self),
           *boot ? boot : "-");
    for (unsigned i = 0; i < count; i++) {
        printf(" %u/", ports[i].bound);
        for (unsigned k = 0; k < ports[i].count; k++)
            printf("%d", ports[i].listeners[k].family == AF_INET6 ? 6 : 4);
    }
    printf("\n");
    (void)fflush(stdout);
}

static void on_end(struct watch *w, uint32_t events) {
    (void)w;
    (void)events;
    over = true;
}

/* Its clients are strangers, and all it needs is its sockets. */
static int drop_privileges(void) {
    if (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
        setresuid(NOBODY, NOBODY, NOBODY) < 0)
        return -1;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -1;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static int begin(pid_t pid, const char *address, struct watch *container) {
    struct in_addr to;
    if (inet_pton(AF_INET, address, &to) != 1) {
        errno = EINVAL;
        return -1;
    }
    *container = (struct watch){.fd = sys_pidfd_open(pid), .ready = on_end};
    if (container->fd < 0 || setsid() < 0 || chdir("/") < 0 || drop_privileges() < 0 ||
        watch_begin() < 0 || watch_want(container, EPOLLIN) < 0)
        return -1;
    for (unsigned i = 0; i < count; i++)
        for (unsigned k = 0; k < ports[i].count; k++) {
            struct listener *l = &ports[i].listeners[k];
            l->target = (struct sockaddr_in){.sin_family = AF_INET,
                                             .sin_port = htons((uint16_t)ports[i].container),
                                             .sin_addr = to};
            l->watch.ready = ports[i].type == SOCK_DGRAM ? datagram_take : stream_accept;
        }
    return 0;
}

static int listen_to(bool streams_too) {
    for (unsigned i = 0; i < count; i++)
        for (unsigned k = 0; k < ports[i].count; k++) {
            bool wanted = streams_too || ports[i].type == SOCK_DGRAM;
            if (watch_want(&ports[i].listeners[k].watch, wanted ? EPOLLIN : 0) < 0) return -1;
        }
    return 0;
}

/* Nothing of the caller's stays open. */
static int let_go_of_caller(void) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; null >= 0 && fd <= 2; fd++)
        if (dup2(null, fd) < 0) return -1;
    return null < 0 ? -1 : close(null);
}

static int serve(void) {
    while (!over) {
        bool full = streams_full();
        int sweep = datagrams_sweep();
        if (listen_to(!full) < 0 || watch_wait(full ? RETRY_MS : sweep) < 0) return EXIT_FAILED;
        if (full) streams_retry();
    }
    return 0;
}

/* "serve PID ADDRESS\n": the pid; 0 at the end of file, -1 for anything else. */
static pid_t await_order(char *line, size_t room, char **address) {
    static const char verb[] = "serve ";
    ssize_t n;
    do n = read(STDIN_FILENO, line, room - 1);
    while (n < 0 && errno == EINTR);
    line[n > 0 ? n : 0] = '\0';
    line[strcspn(line, "\n")] = '\0';
    if (n <= 0) return 0;
    if (strncmp(line, verb, sizeof verb - 1) != 0) return -1;
    pid_t pid = (pid_t)strtol(line + sizeof verb - 1, address, 10);
    return pid > 0 && *(*address)++ == ' ' ? pid : -1;
}

int ports_main(char **args) {
    if (read_ports(args) < 0) return EXIT_USAGE;
    (void)prctl(PR_SET_NAME, "jcr-ports", 0, 0, 0);
    (void)signal(SIGPIPE, SIG_IGN);
    raise_limit();
    (void)sys_close_range(STDERR_FILENO + 1, ~0U); /* what the caller left open */
    for (unsigned i = 0; i < count; i++)
        if (port_bind(&ports[i]) < 0) return fail(i);
    tell_held();

    char line[128], *address;
    struct watch container;
    pid_t pid = await_order(line, sizeof line, &address);
    if (pid <= 0) return pid < 0 ? EXIT_USAGE : 0; /* J has ended */
    if (begin(pid, address, &container) < 0 || listen_to(true) < 0) return fail(0);
    printf("serving\n");
    (void)fflush(stdout);
    return let_go_of_caller() < 0 ? EXIT_FAILED : serve();
}
