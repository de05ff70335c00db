#include "clients.h"

#include "kernel.h"
#include "socket_path.h"
#include "trace.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>

enum { BACKLOG = 8, BUFFER = 1 << 20 };

static const uint64_t PATIENCE_NS = 1000000000;

int clients_listen(struct clients *c, const char *path) {
    c->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (c->listener < 0) return -1;
    mode_t before = umask(0177);
    int result = socket_bind(c->listener, path);
    (void)umask(before);
    if (result == 0) result = listen(c->listener, BACKLOG);
    if (result == 0) return 0;
    int error = errno;
    (void)close(c->listener);
    c->listener = -1;
    errno = error;
    return -1;
}

static int send_to(const struct client *client, char type, const char *bytes, size_t size) {
    const struct iovec parts[] = {{&type, 1}, {(void *)bytes, size}};
    const struct msghdr message = {.msg_iov = (struct iovec *)parts, .msg_iovlen = 2};
    ssize_t n;
    do n = sendmsg(client->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -1 : 0;
}

void clients_add(struct clients *c, int fd, bool is_front) {
    int size = BUFFER;
    if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size) < 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size); /* up to wmem_max */
    struct client *client = &c->list[c->count++];
    *client = (struct client){.fd = fd, .is_front = is_front};
    char terminal = c->terminal;
    if (!is_front) (void)send_to(client, 'H', &terminal, 1); /* if gone: noticed later */
}

void clients_hello(struct clients *c) {
    char terminal = c->terminal;
    (void)clients_send(c, 'H', &terminal, 1);
}

void clients_accept(struct clients *c) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    int fd = accept4(c->listener, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0) return; /* it has gone again */
    bool known = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
                 (peer.uid == 0 || peer.uid == geteuid());
    if (known && c->count < CLIENTS_MAX)
        clients_add(c, fd, false);
    else
        (void)close(fd);
}

void clients_poll(const struct clients *c, struct pollfd fds[CLIENT_POLLS], bool input) {
    for (unsigned i = 0; i < CLIENT_POLLS; i++) fds[i] = (struct pollfd){.fd = -1};
    fds[CLIENTS_MAX] = (struct pollfd){.fd = c->listener, .events = POLLIN};
    for (unsigned i = 0; input && i < c->count; i++)
        if (!c->list[i].is_front || !c->jvm_works)
            fds[i] = (struct pollfd){.fd = c->list[i].fd, .events = POLLIN};
}

static void drop(struct clients *c, unsigned i) {
    (void)close(c->list[i].fd);
    c->list[i] = c->list[--c->count];
}

bool clients_send(struct clients *c, char type, const char *bytes, size_t size) {
    uint64_t now = monotonic_ns();
    for (unsigned i = 0; i < c->count; i++) {
        c->list[i].behind = true;
        c->list[i].since = now;
    }
    return clients_retry(c, type, bytes, size);
}

bool clients_retry(struct clients *c, char type, const char *bytes, size_t size) {
    bool all = true;
    for (unsigned i = c->count; i-- > 0;) {
        struct client *client = &c->list[i];
        if (!client->behind) continue;
        if (send_to(client, type, bytes, size) == 0)
            client->behind = false;
        else if (errno != EAGAIN ||
                 (!client->is_front && monotonic_ns() - client->since > PATIENCE_NS))
            drop(c, i);
        else
            all = false;
    }
    return all;
}

int clients_receive(struct clients *c, unsigned client, char bytes[CHUNK], size_t *size) {
    char type;
    struct iovec parts[] = {{&type, 1}, {bytes, CHUNK}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    ssize_t n = recvmsg(c->list[client].fd, &message, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    if (n <= 0 || message.msg_flags & MSG_TRUNC) {
        drop(c, client);
        return -1;
    }
    *size = (size_t)n - 1;
    return type;
}

void clients_close(struct clients *c) {
    while (c->count > 0) drop(c, c->count - 1);
    if (c->listener >= 0) (void)close(c->listener);
    c->listener = -1;
}
