/*
 * The relay between published host ports and a container.
 *
 *   client ──► listening socket ──► relay ──► 10.88.0.2:80, the container's own address
 *
 * The sockets stay bound for the container's lifetime, so nobody else can take the port.
 */
#ifndef JCR_PORTS_H
#define JCR_PORTS_H

#include "watch.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

enum { DATAGRAM_MAX = 65536, PORT_SOCKETS = 2 };

/* A socket that clients connect or send to. */
struct listener {
    struct watch watch;
    int family;
    struct sockaddr_in target;
};

/* What is published: one of the host ports `first` to `last`; 0 means any free one. */
struct port {
    int type;            /* SOCK_STREAM or SOCK_DGRAM */
    const char *address; /* "*": all of both families */
    unsigned first, last, container;
    unsigned bound;
    unsigned count; /* the number of its sockets */
    struct listener listeners[PORT_SOCKETS];
};

/* `ports PROTOCOL ADDRESS FIRST LAST CONTAINER …`: see docs/launch-protocol.md. */
int ports_main(char **args);

/* Binds and listens. -1 with errno; then none of its sockets is open. */
int port_bind(struct port *p);

/* A client has connected to a stream listener. */
void stream_accept(struct watch *w, uint32_t events);

/* Whether clients are kept waiting because descriptors or memory have run out. */
bool streams_full(void);
void streams_retry(void);

/* A datagram has arrived at a listener. */
void datagram_take(struct watch *w, uint32_t events);

/* Forgets the clients that have been silent. Returns how long until this is worth calling again, or
 * -1. */
int datagrams_sweep(void);

/* What is being read: one shared buffer, so that an idle connection needs none. */
extern char port_buffer[DATAGRAM_MAX];

#endif
