/* echo-client: sends one message by TCP, expects it back, and says from where to where. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "address.h"
#include "cli.h"

static const char help[] =
    "usage: echo-client [--timeout S] HOST PORT [MESSAGE]\n"
    "Sends MESSAGE (default: hello) by TCP, prints both addresses and what comes back.\n"
    "Exits 0 if the same came back, 1 if not or if nobody answered; tries once.\n"
    "  --timeout S  seconds for all of it (default 5)\n";

static double deadline;
static double timeout = 5;

static double now(void) {
    struct timespec time;
    if (clock_gettime(CLOCK_MONOTONIC, &time) != 0) cli_fail(errno, "clock_gettime");
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Returns when the socket is ready; ends the program when the time is over. */
static void await(int fd, short events, const char *what) {
    struct pollfd polled = {.fd = fd, .events = events};
    int ready;
    do {
        double left = deadline - now();
        ready = poll(&polled, 1, left > 0 ? (int)(left * 1000) + 1 : 0);
    } while (ready < 0 && errno == EINTR);
    if (ready < 0) cli_fail(errno, "poll");
    if (ready > 0) return;
    fprintf(stderr, "echo-client: %s: no answer within %g s\n", what, timeout);
    exit(EXIT_FAILURE);
}

static int connect_to(const char *host, long port) {
    struct addrinfo *found = address_resolve(host, port, 0);
    char target[ADDRESS_TEXT], what[ADDRESS_TEXT + 16];
    address_text(found->ai_addr, found->ai_addrlen, target);
    snprintf(what, sizeof what, "connect to %s", target);
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) cli_fail(errno, "socket");
    if (connect(fd, found->ai_addr, found->ai_addrlen) != 0) {
        if (errno != EINPROGRESS) cli_fail(errno, "%s", what);
        await(fd, POLLOUT, what);
    }
    freeaddrinfo(found);
    int error = 0;
    socklen_t length = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0) cli_fail(errno, "getsockopt");
    if (error) cli_fail(error, "%s", what);
    return fd;
}

/* Sends and receives by turns: a message larger than the buffers on the way must not block both. */
static size_t exchange(int fd, const char *message, size_t size, char *answer) {
    size_t sent = 0, received = 0;
    while (received < size) {
        await(fd, sent < size ? POLLIN | POLLOUT : POLLIN, "wait for the echo");
        if (sent < size) {
            ssize_t put = send(fd, message + sent, size - sent, MSG_NOSIGNAL);
            if (put < 0 && errno != EAGAIN) cli_fail(errno, "send");
            if (put > 0) sent += (size_t)put;
        }
        ssize_t got = recv(fd, answer + received, size - received, 0);
        if (got == 0) break;
        if (got < 0 && errno != EAGAIN) cli_fail(errno, "receive");
        if (got > 0) received += (size_t)got;
    }
    return received;
}

static int talk(int fd, const char *message) {
    size_t size = strlen(message);
    char *answer = malloc(size + 1);
    if (!answer) cli_fail(errno, "allocate %zu bytes", size);
    char own[ADDRESS_TEXT], peer[ADDRESS_TEXT];
    address_of(fd, own, peer);
    printf("connected from %s to %s\n", own, peer);
    size_t received = exchange(fd, message, size, answer);
    int same = received == size && memcmp(message, answer, size) == 0;
    printf("sent %zu bytes, received %zu bytes: %.*s\n", size, received, (int)received, answer);
    free(answer);
    if (!same) fprintf(stderr, "echo-client: what came back is not what was sent\n");
    return same ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"timeout", required_argument, NULL, 't'}, {"help", no_argument, NULL, 'h'}, {0}};
    cli_start("echo-client", help);
    for (int option; (option = cli_option(argc, argv, options)) != -1;)
        if (option == 't') timeout = cli_seconds("--timeout", optarg);
    if (argc - optind < 2) cli_usage("HOST and PORT are needed");
    if (argc - optind > 3)
        cli_usage("at most HOST, PORT and MESSAGE, '%s' is too many", argv[optind + 3]);
    long port = cli_number("PORT", argv[optind + 1], 1, 65535);
    deadline = now() + timeout;
    int fd = connect_to(argv[optind], port);
    int status = talk(fd, argc - optind == 3 ? argv[optind + 2] : "hello");
    close(fd);
    return status;
}
