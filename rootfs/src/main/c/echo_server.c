/* echo-server: sends back what TCP clients send, several at once, and says who they are. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "address.h"
#include "cli.h"

static const char help[] =
    "usage: echo-server [--port P] [--bind ADDR] [--once]\n"
    "Sends back what TCP clients send; prints its own address, theirs and the bytes exchanged.\n"
    "  --port P     default 7000; 0 takes a free one (see the line 'listening on')\n"
    "  --bind ADDR  default 0.0.0.0\n"
    "  --once       exit when the first client is gone\n";

enum { MAX_CLIENTS = 64 };

struct client {
    int fd;
    size_t from, to; /* what of the buffer is still to be sent back */
    unsigned long long received, sent;
    char peer[ADDRESS_TEXT];
    char buffer[16384];
};

static struct client clients[MAX_CLIENTS];
static int client_count;
static volatile sig_atomic_t stopped;

static void on_signal(int number) {
    (void)number;
    stopped = 1;
}

static int open_listener(const char *address, long port) {
    struct addrinfo *found = address_resolve(address, port, AI_NUMERICHOST | AI_PASSIVE);
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;
    if (fd < 0) cli_fail(errno, "socket");
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
        cli_fail(errno, "setsockopt");
    if (bind(fd, found->ai_addr, found->ai_addrlen) != 0)
        cli_fail(errno, "bind %s port %ld", address, port);
    if (listen(fd, 128) != 0) cli_fail(errno, "listen");
    freeaddrinfo(found);
    char own[ADDRESS_TEXT], peer[ADDRESS_TEXT];
    address_of(fd, own, peer);
    printf("listening on %s\n", own);
    return fd;
}

static void accept_client(int listener) {
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return; /* it went away again, or we are short of something: it may try again */
    struct client *client = &clients[client_count++];
    char own[ADDRESS_TEXT];
    client->fd = fd;
    client->from = client->to = 0;
    client->received = client->sent = 0;
    address_of(fd, own, client->peer);
    printf("connection from %s to %s\n", client->peer, own);
}

static void drop_client(int index) {
    struct client *client = &clients[index];
    printf("closed %s: received %llu bytes, sent %llu bytes\n", client->peer, client->received,
           client->sent);
    close(client->fd);
    clients[index] = clients[--client_count];
}

/* One read or one write; returns 0 when the client is gone. */
static int serve(struct client *client) {
    if (client->from == client->to) {
        ssize_t got = read(client->fd, client->buffer, sizeof client->buffer);
        if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
        client->from = 0;
        client->to = (size_t)got;
        client->received += (size_t)got;
    }
    ssize_t put =
        send(client->fd, client->buffer + client->from, client->to - client->from, MSG_NOSIGNAL);
    if (put < 0) return errno == EAGAIN || errno == EINTR;
    client->from += (size_t)put;
    client->sent += (size_t)put;
    return 1;
}

/* Waits for events with signals let through only here, so that none is missed. */
static void wait_and_serve(int listener, const sigset_t *signals, int once, int *served) {
    struct pollfd polled[MAX_CLIENTS + 1];
    int polled_count = client_count;
    for (int i = 0; i < polled_count; i++)
        polled[i] = (struct pollfd){.fd = clients[i].fd,
                                    .events = clients[i].from < clients[i].to ? POLLOUT : POLLIN};
    int accepting = client_count < MAX_CLIENTS && !(once && *served + client_count > 0);
    polled[polled_count] = (struct pollfd){.fd = accepting ? listener : -1, .events = POLLIN};
    if (ppoll(polled, (nfds_t)polled_count + 1, NULL, signals) < 0) {
        if (errno != EINTR) cli_fail(errno, "ppoll");
        return;
    }
    for (int i = polled_count - 1; i >= 0; i--) /* backwards: dropping moves the last one here */
        if (polled[i].revents && !serve(&clients[i])) {
            drop_client(i);
            ++*served;
        }
    if (polled[polled_count].revents) accept_client(listener);
}

static void serve_all(int listener, int once) {
    sigset_t blocked, before;
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGINT);
    if (sigprocmask(SIG_BLOCK, &blocked, &before) != 0 || sigaction(SIGTERM, &action, NULL) != 0 ||
        sigaction(SIGINT, &action, NULL) != 0)
        cli_fail(errno, "prepare signals");
    sigdelset(&before, SIGTERM);
    sigdelset(&before, SIGINT);
    int served = 0;
    while (!stopped && !(once && served > 0)) wait_and_serve(listener, &before, once, &served);
}

int main(int argc, char **argv) {
    static const struct option options[] = {{"port", required_argument, NULL, 'p'},
                                            {"bind", required_argument, NULL, 'b'},
                                            {"once", no_argument, NULL, 'o'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    cli_start("echo-server", help);
    const char *address = "0.0.0.0";
    long port = 7000;
    int once = 0;
    for (int option; (option = cli_option(argc, argv, options)) != -1;) {
        if (option == 'p') port = cli_number("--port", optarg, 0, 65535);
        if (option == 'b') address = optarg;
        if (option == 'o') once = 1;
    }
    if (optind < argc) cli_usage("takes no arguments, '%s' is too many", argv[optind]);
    serve_all(open_listener(address, port), once);
    return EXIT_SUCCESS;
}
