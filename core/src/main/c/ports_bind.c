/* The sockets of a published port. */
#include "ports.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

enum { BACKLOG = 4096, ATTEMPTS = 64 };

static int fail(int fd) {
    int error = errno;
    if (fd >= 0) (void)close(fd);
    errno = error;
    return -1;
}

static int set(int fd, int level, int option) {
    int on = 1;
    return setsockopt(fd, level, option, &on, sizeof on);
}

/* IPv4 and IPv6 each have their own socket; an answer comes from the address that was asked. */
static int prepare(int fd, int family, int type) {
    if (family == AF_INET6 && set(fd, IPPROTO_IPV6, IPV6_V6ONLY) < 0) return -1;
    if (type == SOCK_STREAM) return set(fd, SOL_SOCKET, SO_REUSEADDR); /* after TIME_WAIT */
    return family == AF_INET6 ? set(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO)
                              : set(fd, IPPROTO_IP, IP_PKTINFO);
}

static socklen_t name(struct sockaddr_storage *to, int family, const char *address,
                      unsigned number) {
    memset(to, 0, sizeof *to);
    if (family == AF_INET6) {
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)to;
        six->sin6_family = AF_INET6;
        six->sin6_port = htons((uint16_t)number);
        return inet_pton(AF_INET6, address, &six->sin6_addr) == 1 ? sizeof *six : 0;
    }
    struct sockaddr_in *four = (struct sockaddr_in *)to;
    four->sin_family = AF_INET;
    four->sin_port = htons((uint16_t)number);
    return inet_pton(AF_INET, address, &four->sin_addr) == 1 ? sizeof *four : 0;
}

static int number_of(int fd, unsigned *number) {
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    if (getsockname(fd, (struct sockaddr *)&bound, &size) < 0) return -1;
    *number = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
                                                : ((struct sockaddr_in *)&bound)->sin_port);
    return 0;
}

/* Adds a socket to the port; `number` becomes its port number. */
static int add(struct port *p, int family, const char *address, unsigned *number) {
    struct sockaddr_storage to;
    socklen_t size = name(&to, family, address, *number);
    if (size == 0) {
        errno = EINVAL;
        return -1;
    }
    int fd = socket(family, p->type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || prepare(fd, family, p->type) < 0 || bind(fd, (struct sockaddr *)&to, size) < 0 ||
        (p->type == SOCK_STREAM && listen(fd, BACKLOG) < 0) || number_of(fd, number) < 0)
        return fail(fd);
    p->listeners[p->count++] = (struct listener){.watch = {.fd = fd}, .family = family};
    return 0;
}

static void let_go(struct port *p) {
    int error = errno;
    while (p->count > 0) (void)close(p->listeners[--p->count].watch.fd);
    errno = error;
}

/* A kernel without IPv6, or a host with IPv6 disabled, is no reason not to publish. */
static int bind_number(struct port *p, unsigned number) {
    bool everywhere = strcmp(p->address, "*") == 0;
    int family = strchr(p->address, ':') ? AF_INET6 : AF_INET;
    p->bound = number;
    if (add(p, family, everywhere ? "0.0.0.0" : p->address, &p->bound) < 0) return -1;
    if (!everywhere || add(p, AF_INET6, "::", &p->bound) == 0) return 0;
    if (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL) return 0;
    let_go(p);
    return -1;
}

int port_bind(struct port *p) {
    unsigned tries = p->first == 0 ? ATTEMPTS : p->last - p->first + 1;
    for (unsigned i = 0; i < tries; i++) {
        if (bind_number(p, p->first == 0 ? 0 : p->first + i) == 0) return 0;
        if (errno != EADDRINUSE) return -1;
    }
    return -1;
}
