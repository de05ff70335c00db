/* net server: a process a connection, until it is killed; they are killed with it. */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "../address.h"
#include "../cli.h"
#include "bench.h"
#include "net.h"

static char buffer[NET_MAX_REQUEST];

bool net_receive(int fd, void *data, unsigned long size) {
    for (char *at = data; size > 0;) {
        ssize_t got = recv(fd, at, size, 0);
        if (got <= 0) return false;
        at += got;
        size -= (unsigned long)got;
    }
    return true;
}

bool net_send(int fd, const void *data, unsigned long size) {
    for (const char *at = data; size > 0;) {
        ssize_t put = send(fd, at, size, MSG_NOSIGNAL);
        if (put <= 0) return false;
        at += put;
        size -= (unsigned long)put;
    }
    return true;
}

static void count_stream(int fd) {
    uint64_t received = 0;
    ssize_t got;
    while ((got = recv(fd, buffer, sizeof buffer, 0)) > 0) received += (uint64_t)got;
    if (got == 0) net_send(fd, &received, sizeof received);
}

static void answer_requests(int fd, uint32_t size) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    while (net_receive(fd, buffer, size) && net_send(fd, buffer, size)) continue;
}

static void serve(int fd) {
    struct net_greeting greeting;
    if (!net_receive(fd, &greeting, sizeof greeting)) return;
    if (greeting.mode == NET_STREAM) count_stream(fd);
    if (greeting.mode == NET_REQUESTS && greeting.size >= 1 && greeting.size <= NET_MAX_REQUEST)
        answer_requests(fd, greeting.size);
}

static int open_listener(const char *address, long port) {
    struct addrinfo *found = address_resolve(address, port, AI_NUMERICHOST | AI_PASSIVE);
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    if (fd < 0) cli_fail(errno, "socket");
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
        cli_fail(errno, "setsockopt");
    if (bind(fd, found->ai_addr, found->ai_addrlen) != 0)
        cli_fail(errno, "bind %s port %ld", address, port);
    if (listen(fd, 128) != 0) cli_fail(errno, "listen");
    freeaddrinfo(found);
    return fd;
}

_Noreturn void net_serve(const char *address, long port) {
    char own[ADDRESS_TEXT], peer[ADDRESS_TEXT];
    int listener = open_listener(address, port);
    pid_t parent = getpid();
    signal(SIGCHLD, SIG_IGN); /* the kernel reaps them */
    address_of(listener, own, peer);
    printf("listening on %s\n", own);
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0) continue; /* the client went away again */
        pid_t child = fork();
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() == parent) serve(fd);
            _exit(0);
        }
        close(fd); /* and when there is no process to be had, so the client sees that */
    }
}
