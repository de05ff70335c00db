#define _GNU_SOURCE
#include "address.h"

#include <errno.h>
#include <stdio.h>

#include "cli.h"

const char *address_text(const struct sockaddr *address, socklen_t length,
                         char text[ADDRESS_TEXT]) {
    char host[46], port[6];
    int error = getnameinfo(address, length, host, sizeof host, port, sizeof port,
                            NI_NUMERICHOST | NI_NUMERICSERV);
    if (error) cli_fail(errno, "getnameinfo");
    snprintf(text, ADDRESS_TEXT, address->sa_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
    return text;
}

void address_of(int fd, char own[ADDRESS_TEXT], char peer[ADDRESS_TEXT]) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &length) != 0) cli_fail(errno, "getsockname");
    address_text((struct sockaddr *)&address, length, own);
    length = sizeof address;
    if (getpeername(fd, (struct sockaddr *)&address, &length) != 0)
        snprintf(peer, ADDRESS_TEXT, "(gone)");
    else
        address_text((struct sockaddr *)&address, length, peer);
}

struct addrinfo *address_resolve(const char *host, long port, int flags) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = flags | AI_NUMERICSERV};
    struct addrinfo *found;
    char service[6];
    snprintf(service, sizeof service, "%u", (unsigned)port & 0xffff);
    int error = getaddrinfo(host, service, &hints, &found);
    if (error && (flags & AI_NUMERICHOST)) cli_usage("'%s' is not an address", host);
    if (error) cli_end("look up '%s': %s", host, gai_strerror(error));
    return found;
}
