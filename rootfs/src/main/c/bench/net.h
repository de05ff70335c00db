/* What client and server of `net` say to each other. The client's first bytes are a greeting:
 *
 *   stream  it sends as fast as it can, then shuts its side down; the server answers with the
 * number of bytes that it has received (little-endian), so that what counts has arrived rr each
 * request of `size` bytes is answered by as many */
#pragma once

#include <stdint.h>

enum { NET_STREAM = 1, NET_REQUESTS = 2, NET_MAX_REQUEST = 1 << 20 };

struct net_greeting {
    uint32_t mode, size;
};

/* Reads or writes all of it; false at the end of the connection. Other failures end the program. */
_Bool net_receive(int fd, void *data, unsigned long size);
_Bool net_send(int fd, const void *data, unsigned long size);

_Noreturn void net_serve(const char *address, long port);
