/*
 * The relay between published ports of the host and a container.
 *
 *   client ──► listening socket ──► relay ──► 10.88.0.2:80, the container's own address
 *
 * The sockets are bound as long as the container lives, so nobody else can have the port.
 */
#ifndef JCR_PORTS_H
#define JCR_PORTS_H

#include "watch.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

enum { DATAGRAM_MAX = 65536, PORT_SOCKETS = 2 };

/* A socket that clients come to. */
struct listener {
    struct watch watch;
    int family;
    struct sockaddr_in target;
};

/* What is published: one of the ports `first` to `last` of the host; 0 is any free one. */
struct port {
    int type;            /* SOCK_STREAM or SOCK_DGRAM */
    const char *address; /* "*": all of both families */
    unsigned first, last, container;
    unsigned bound;
    unsigned count; /* of its sockets */
    struct listener listeners[PORT_SOCKETS];
};

/* `ports PROTOCOL ADDRESS FIRST LAST CONTAINER …`: see docs/launch-protocol.md. */
int ports_main(char **args);

/* Binds and listens. -1 with errno; then none of its sockets is open. */
int port_bind(struct port *p);

/* A client has come to a listener of streams. */
void stream_accept(struct watch *w, uint32_t events);

/* Whether clients are not let in for want of descriptors or memory. */
bool streams_full(void);
void streams_retry(void);

/* A datagram has come to a listener. */
void datagram_take(struct watch *w, uint32_t events);

/* Forgets those who have been silent. How long until it is worth while again, or -1. */
int datagrams_sweep(void);

/* What is just read: one buffer for all, so that an idle connection costs none. */
extern char port_buffer[DATAGRAM_MAX];

#endif
