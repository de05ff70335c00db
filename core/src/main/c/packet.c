#include "packet.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>

static const uint8_t *take(struct reader *r, size_t n) {
    if (r->bad || (size_t)(r->end - r->at) < n) {
        r->bad = true;
        return NULL;
    }
    const uint8_t *at = r->at;
    r->at += n;
    return at;
}

uint32_t read_u32(struct reader *r) {
    const uint8_t *p = take(r, 4);
    return p ? (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24
             : 0;
}

uint64_t read_u64(struct reader *r) {
    uint64_t low = read_u32(r);
    return low | (uint64_t)read_u32(r) << 32;
}

struct span read_bytes(struct reader *r) {
    uint32_t n = read_u32(r);
    const uint8_t *p = take(r, (size_t)n + 1);
    if (p && p[n] != 0) r->bad = true;
    return r->bad ? (struct span){"", 0} : (struct span){(const char *)p, n};
}

struct span read_str(struct reader *r) {
    struct span s = read_bytes(r);
    if (s.n > 0 && memchr(s.p, 0, s.n)) {
        r->bad = true;
        return (struct span){"", 0};
    }
    return s;
}

struct span read_strs(struct reader *r) {
    uint32_t n = read_u32(r);
    struct span s = {(const char *)r->at, n};
    for (uint32_t i = 0; i < n && !r->bad; i++) (void)read_str(r);
    return r->bad ? (struct span){"", 0} : s;
}

struct span read_ids(struct reader *r) {
    uint32_t n = read_u32(r);
    const uint8_t *p = take(r, (size_t)n * 8);
    return p ? (struct span){(const char *)p, n} : (struct span){"", 0};
}

char **span_strings(struct span list) {
    char **array = calloc((size_t)list.n + 1, sizeof *array);
    const char *at = list.p;
    for (uint32_t i = 0; array && i < list.n; i++) {
        uint32_t length;
        memcpy(&length, at, sizeof length);
        array[i] = (char *)at + sizeof length;
        at = array[i] + length + 1;
    }
    return array;
}

char **span_copy(struct span list) {
    char **array = span_strings(list);
    for (uint32_t i = 0; array && i < list.n; i++)
        if (!(array[i] = strdup(array[i]))) return NULL;
    return array;
}

/* Whether to retry a failed send or receive. The other side is waiting for what is sent, so a
 * kernel short of memory gets a second to find some. */
static bool may_pass(int *tries) {
    enum { TRIES = 100, PAUSE_MS = 10 };
    if (errno == EINTR) return true;
    if ((errno != ENOBUFS && errno != ENOMEM) || ++*tries > TRIES) return false;
    int error = errno;
    (void)poll(NULL, 0, PAUSE_MS);
    errno = error;
    return true;
}

int packet_receive(int fd, struct packet *p) {
    ssize_t size, n;
    int tries = 0;
    do size = recv(fd, NULL, 0, MSG_PEEK | MSG_TRUNC);
    while (size < 0 && may_pass(&tries));
    if (size <= 0) return size < 0 && errno != ECONNRESET ? -1 : 0;
    if (size > PACKET_MAX) {
        errno = EMSGSIZE;
        return -1;
    }
    p->size = (size_t)size;
    p->data = mmap(NULL, p->size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (p->data == MAP_FAILED) return -1;
    do n = recv(fd, p->data, p->size, 0);
    while (n < 0 && may_pass(&tries));
    if (n == size) return 1;
    packet_free(p);
    errno = EIO;
    return -1;
}

void packet_free(struct packet *p) {
    if (p->data) (void)munmap(p->data, p->size);
    *p = (struct packet){0};
}

static void put_u32(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> (8 * i));
}

static void put_u64(uint8_t *at, uint64_t value) {
    put_u32(at, (uint32_t)value);
    put_u32(at + 4, (uint32_t)(value >> 32));
}

static int send_message(int fd, const struct msghdr *message) {
    size_t size = 0;
    for (size_t i = 0; i < (size_t)message->msg_iovlen; i++) size += message->msg_iov[i].iov_len;
    ssize_t n;
    int tries = 0;
    do n = sendmsg(fd, message, MSG_NOSIGNAL);
    while (n < 0 && may_pass(&tries));
    if (n >= 0 && (size_t)n != size) errno = EIO;
    return n >= 0 && (size_t)n == size ? 0 : -1;
}

static int send_all(int fd, const struct iovec *parts, size_t count) {
    struct msghdr message = {.msg_iov = (struct iovec *)parts, .msg_iovlen = (int)count};
    return send_message(fd, &message);
}

int send_bytes(int fd, const void *bytes, size_t size) {
    return send_all(fd, &(struct iovec){(void *)bytes, size}, 1);
}

int send_ok(int fd, uint64_t value) {
    uint8_t packet[12];
    put_u32(packet, PACKET_OK);
    put_u64(packet + 4, value);
    return send_all(fd, &(struct iovec){packet, sizeof packet}, 1);
}

int send_ok_with(int fd, uint64_t value, int right) {
    uint8_t packet[12];
    put_u32(packet, PACKET_OK);
    put_u64(packet + 4, value);
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {.header = {.cmsg_len = CMSG_LEN(sizeof(int)),
                            .cmsg_level = SOL_SOCKET,
                            .cmsg_type = SCM_RIGHTS}};
    memcpy(CMSG_DATA(&control.header), &right, sizeof right);
    struct iovec part = {packet, sizeof packet};
    const struct msghdr message = {.msg_iov = &part,
                                   .msg_iovlen = 1,
                                   .msg_control = &control,
                                   .msg_controllen = sizeof control};
    return send_message(fd, &message);
}

int send_parked(int fd, pid_t pid, uint64_t start_time) {
    uint8_t packet[20];
    put_u32(packet, PACKET_PARKED);
    put_u64(packet + 4, (uint64_t)pid);
    put_u64(packet + 12, start_time);
    return send_all(fd, &(struct iovec){packet, sizeof packet}, 1);
}

int send_met(int fd) {
    uint8_t packet[4];
    put_u32(packet, PACKET_MET);
    return send_all(fd, &(struct iovec){packet, sizeof packet}, 1);
}

int send_failed(int fd, enum phase phase, uint32_t index, int error, enum cause cause,
                const char *detail) {
    uint8_t head[24];
    size_t length = strlen(detail);
    put_u32(head, PACKET_FAILED);
    put_u32(head + 4, (uint32_t)phase);
    put_u32(head + 8, index);
    put_u32(head + 12, (uint32_t)error);
    put_u32(head + 16, (uint32_t)cause);
    put_u32(head + 20, (uint32_t)length);
    const struct iovec parts[] = {{head, sizeof head}, {(void *)detail, length + 1}};
    return send_all(fd, parts, 2);
}

int send_names(int fd, uint32_t count, const void *strs, size_t size) {
    uint8_t head[8];
    put_u32(head, PACKET_NAMES);
    put_u32(head + 4, count);
    const struct iovec parts[] = {{head, sizeof head}, {(void *)strs, size}};
    return send_all(fd, parts, 2);
}

int send_trace(int fd, const struct step *steps, uint32_t count) {
    /* Both supported architectures are little-endian: struct step is the wire format. */
    _Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "little-endian only");
    uint8_t head[8];
    put_u32(head, PACKET_TRACE);
    put_u32(head + 4, count);
    const struct iovec parts[] = {{head, sizeof head}, {(void *)steps, count * sizeof *steps}};
    return send_all(fd, parts, 2);
}
