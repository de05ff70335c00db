/*
 * The clients attached to a detached container, over a SOCK_SEQPACKET socket. First byte: the type.
 *
 *      client ──► S'   I bytes      standard input        E    it has ended
 *                      W rows cols  the window's size     K n  send signal n to the container
 *      S' ──► client   H terminal   hello: 1 if the container has a terminal, else 0
 *                      O bytes      standard output       R bytes  standard error
 *                      X status     the container has ended; all its output came before
 *
 * A client that takes nothing for a second while its socket buffer is full is dropped, so that it
 * does not block C. S' does wait for F (a client from the beginning), as a foreground process waits
 * for its reader.
 */
#ifndef JCR_CLIENTS_H
#define JCR_CLIENTS_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CLIENTS_MAX = 8, CLIENT_POLLS = CLIENTS_MAX + 1, CHUNK = 4096 };

struct client {
    int fd;
    bool is_front;  /* F */
    bool behind;    /* has not received the latest chunk yet */
    uint64_t since; /* since when; CLOCK_MONOTONIC, ns */
};

struct clients {
    int listener; /* -1: none */
    bool terminal;
    bool jvm_works; /* until it has ended, F sends nothing that a client would */
    unsigned count;
    struct client list[CLIENTS_MAX];
};

/* Listens at `path`, accessible to root and S's own user. 0, or -1 with errno. */
int clients_listen(struct clients *c, const char *path);

/* Adds a connected client and, unless it is F, greets it. */
void clients_add(struct clients *c, int fd, bool is_front);
void clients_hello(struct clients *c); /* to all, now that the terminal is known */

/* Fills CLIENT_POLLS entries; what clients send is read only if `input` is true. */
void clients_poll(const struct clients *c, struct pollfd fds[CLIENT_POLLS], bool input);
void clients_accept(struct clients *c);

/* Sends a packet to all; false when some must be sent it again, with clients_retry. */
bool clients_send(struct clients *c, char type, const char *bytes, size_t size);
bool clients_retry(struct clients *c, char type, const char *bytes, size_t size);

/* Receives a packet from one client: its type, 0 for nothing now, -1 when the client is gone (and
 * removed). */
int clients_receive(struct clients *c, unsigned client, char bytes[CHUNK], size_t *size);

void clients_close(struct clients *c);

#endif
