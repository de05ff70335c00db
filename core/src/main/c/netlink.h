/* The netlink that jcr-init needs, see rtnetlink(7) and netlink(7): musl has no <linux/...>. */
#ifndef JCR_NETLINK_H
#define JCR_NETLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    NETLINK_PROTO_ROUTE = 0,
    NETLINK_PROTO_NETFILTER = 12,
    NL_REQUEST = 1,
    NL_ACK = 4,
    NL_CAPPED = 0x100,   /* NLM_F_CAPPED: the error does not repeat the request's payload */
    NL_ACK_TLVS = 0x200, /* NLM_F_ACK_TLVS: attributes follow the error */
    NL_ERROR = 2,        /* NLMSG_ERROR */
    NL_HEADER = 16,      /* sizeof struct nlmsghdr */
    NL_ATTR_HEADER = 4,
};

struct nl_header {
    uint32_t length;
    uint16_t type, flags;
    uint32_t sequence, port;
};

/* 4-byte alignment of messages and attributes. */
static inline size_t nl_align(size_t n) {
    return (n + 3) & ~(size_t)3;
}

/* True if `data` consists of whole messages; `acks` becomes the number of those that request an
 * ack. */
bool netlink_well_formed(const uint8_t *data, size_t size, unsigned *acks);

/* A socket in the caller's network namespace, close-on-exec; -1 with errno. */
int netlink_open(int protocol);

/*
 * Sends messages in one system call and reads one acknowledgement for each that requests it.
 * Returns 0, or the first errno that the kernel or the socket reported; `text` then has the
 * kernel's own words, if any.
 */
int netlink_exchange_over(int fd, const uint8_t *data, size_t size, char *text, size_t room);

/* As above, over a socket of its own. */
int netlink_exchange(int protocol, const uint8_t *data, size_t size, char *text, size_t room);

#endif
