#include "netlink.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOL_NL = 270, NL_EXT_ACK = 11, ATTR_MSG = 1, ATTR_TYPE_MASK = 0x3fff };

bool netlink_well_formed(const uint8_t *data, size_t size, unsigned *acks) {
    *acks = 0;
    size_t at = 0;
    while (at < size) {
        struct nl_header h;
        if (size - at < NL_HEADER) return false;
        memcpy(&h, data + at, sizeof h);
        if (h.length < NL_HEADER || h.length > size - at) return false;
        if (h.flags & NL_ACK) ++*acks;
        at += nl_align(h.length);
    }
    return size > 0;
}

/* The text of an extended acknowledgement, an attribute that follows the error. */
static void kernel_text(const uint8_t *message, const struct nl_header *h, char *text,
                        size_t room) {
    size_t at = NL_HEADER + sizeof(int32_t) + NL_HEADER; /* header, error, the request's header */
    if (!(h->flags & NL_ACK_TLVS) || room == 0) return;
    if (!(h->flags & NL_CAPPED)) {
        uint32_t request;
        memcpy(&request, message + NL_HEADER + sizeof(int32_t), sizeof request);
        at = NL_HEADER + sizeof(int32_t) + nl_align(request);
    }
    while (at + NL_ATTR_HEADER <= h->length) {
        uint16_t length, type;
        memcpy(&length, message + at, sizeof length);
        memcpy(&type, message + at + 2, sizeof type);
        if (length < NL_ATTR_HEADER || length > h->length - at) return;
        if ((type & ATTR_TYPE_MASK) == ATTR_MSG) {
            snprintf(text, room, "%.*s", length - NL_ATTR_HEADER,
                     (const char *)message + at + NL_ATTR_HEADER);
            return;
        }
        at += nl_align(length);
    }
}

/* Counts down the acknowledgements in one datagram; returns the first error in it, or 0. */
static int read_acks(const uint8_t *data, size_t size, unsigned *acks, char *text, size_t room) {
    int first = 0;
    for (size_t at = 0; size - at >= NL_HEADER;) {
        struct nl_header h;
        memcpy(&h, data + at, sizeof h);
        if (h.length < NL_HEADER || h.length > size - at) return EBADMSG;
        if (h.type == NL_ERROR && h.length >= NL_HEADER + sizeof(int32_t) + NL_HEADER) {
            int32_t error;
            memcpy(&error, data + at + NL_HEADER, sizeof error);
            if (*acks > 0) --*acks;
            if (error != 0 && first == 0) {
                first = -error;
                kernel_text(data + at, &h, text, room);
            }
        }
        at += nl_align(h.length);
        if (at > size) break;
    }
    return first;
}

static int exchange(int fd, const uint8_t *data, size_t size, unsigned acks, char *text,
                    size_t room) {
    ssize_t n = send(fd, data, size, 0);
    if (n < 0) return errno;
    if ((size_t)n != size) return EIO;
    int first = 0;
    while (acks > 0) {
        uint8_t answer[4096];
        n = recv(fd, answer, sizeof answer, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return first ? first : (n < 0 ? errno : EIO);
        int error = read_acks(answer, (size_t)n, &acks, first ? NULL : text, first ? 0 : room);
        if (first == 0) first = error;
        /* For a batch that nf_tables rejects, only the errors are sent: waiting would hang. */
        if (first != 0 && acks > 0) {
            n = recv(fd, answer, sizeof answer, MSG_PEEK | MSG_DONTWAIT);
            if (n <= 0) return first;
        }
    }
    return first;
}

int netlink_open(int protocol) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
    int on = 1; /* without extended acks, only the kernel's text is missing */
    if (fd >= 0) (void)setsockopt(fd, SOL_NL, NL_EXT_ACK, &on, sizeof on);
    return fd;
}

int netlink_exchange_over(int fd, const uint8_t *data, size_t size, char *text, size_t room) {
    unsigned acks;
    if (!netlink_well_formed(data, size, &acks)) return EBADMSG;
    return exchange(fd, data, size, acks, text, room);
}

int netlink_exchange(int protocol, const uint8_t *data, size_t size, char *text, size_t room) {
    int fd = netlink_open(protocol);
    if (fd < 0) return errno;
    int error = netlink_exchange_over(fd, data, size, text, room);
    if (close(fd) < 0 && error == 0) error = errno;
    return error;
}
