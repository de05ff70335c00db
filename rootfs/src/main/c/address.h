/* Socket addresses as text, for echo-server, echo-client and jcr-bench. */
#pragma once

#include <netdb.h>
#include <sys/socket.h>

enum { ADDRESS_TEXT = 64 };

/* "10.88.0.2:7000" or "[fe80::1]:7000". */
const char *address_text(const struct sockaddr *address, socklen_t length, char text[ADDRESS_TEXT]);

/* The socket's own address and its peer's, as text; ends the program if it has none. */
void address_of(int fd, char own[ADDRESS_TEXT], char peer[ADDRESS_TEXT]);

/* getaddrinfo(3) for a TCP address; ends the program if there is none. Free with freeaddrinfo. */
struct addrinfo *address_resolve(const char *host, long port, int flags);
