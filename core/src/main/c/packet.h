/*
 * The packets of docs/launch-protocol.md, and the reader of their fields. Everything points into
 * the packet itself, where strings are NUL-terminated.
 */
#ifndef JCR_PACKET_H
#define JCR_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum packet_type {
    PACKET_BEGIN = 1,
    PACKET_LAUNCH = 2,
    PACKET_PROCEED = 3,
    PACKET_RECLAIM = 4,
    PACKET_DETACH = 5,
    PACKET_RECORD = 6,
    PACKET_ATTACH = 7,
    PACKET_EVENTS = 8,
    PACKET_EVENT = 9,
    PACKET_DEAD = 10,
    PACKET_TEARDOWN = 11,
    PACKET_OK = 16,
    PACKET_PARKED = 17,
    PACKET_TRACE = 18,
    PACKET_FAILED = 19,
    PACKET_NAMES = 20,
    PACKET_MET = 21,
};

enum phase { PHASE_JOURNAL = 0, PHASE_ENTER = 1, PHASE_INSIDE = 2 };

/* What `detail` of FAILED is about. */
enum cause {
    CAUSE_OPERATION = 0,   /* the operation itself: a text for people */
    CAUSE_INTERPRETER = 1, /* the program exists, but not its interpreter: the path of that */
    CAUSE_DIRECTORY = 2,   /* the program is a directory: empty */
};

enum launch_flags { LAUNCH_TRACE = 2, LAUNCH_TERMINAL = 4, LAUNCH_ALL = 6 };

enum { PACKET_MAX = 16 << 20, OPS_MAX = 1024 };

/* A piece of a packet: bytes, a string (NUL-terminated), or the items of a list (n is their
 * count). */
struct span {
    const char *p;
    uint32_t n;
};

/* Reads fields one after the other; once it is `bad`, all further reads return zeroes. */
struct reader {
    const uint8_t *at, *end;
    bool bad;
};

uint32_t read_u32(struct reader *r);
uint64_t read_u64(struct reader *r);
struct span read_bytes(struct reader *r); /* NUL bytes inside are allowed */
struct span read_str(struct reader *r);
struct span read_strs(struct reader *r); /* p: the first string's length; n: the count */
struct span read_ids(struct reader *r);  /* p: the first u64; n: the count */

/* A NULL-terminated array of a list's strings, which point into the packet; NULL: ENOMEM. */
char **span_strings(struct span list);

/* As above, with copies of the strings. */
char **span_copy(struct span list);

/* A received packet; `data` is its own mapping. */
struct packet {
    uint8_t *data;
    size_t size;
};

/* 1: received, 0: the other side is gone, -1: errno. */
int packet_receive(int fd, struct packet *p);
void packet_free(struct packet *p);

/* All return 0, or -1 with errno. Callers decide what a missing receiver means. */
int send_bytes(int fd, const void *bytes, size_t size);
int send_ok(int fd, uint64_t value);
int send_ok_with(int fd, uint64_t value, int right); /* a descriptor: SCM_RIGHTS of unix(7) */
int send_parked(int fd, pid_t pid, uint64_t start_time);
int send_met(int fd);
int send_failed(int fd, enum phase phase, uint32_t index, int error, enum cause cause,
                const char *detail);

/* `strs`: the items of a list, as packets have them. */
int send_names(int fd, uint32_t count, const void *strs, size_t size);

struct step {
    uint64_t begin, end;
};
int send_trace(int fd, const struct step *steps, uint32_t count);

#endif
