/* net: throughput and request/response latency of a TCP connection. */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "../address.h"
#include "../cli.h"
#include "arguments.h"
#include "bench.h"
#include "net.h"

enum { DEFAULT_BLOCK = 128 << 10, PATIENCE_SECONDS = 10 };

static char buffer[NET_MAX_REQUEST];

static const char *why(void) {
    return errno == EAGAIN ? "no answer within 10 s" : "the server closed the connection";
}

/* The socket's time-outs hold for connect(2) too. */
static int connect_to(const char *host, const char *port_text) {
    long port = cli_number("PORT", port_text, 1, 65535);
    struct addrinfo *found = address_resolve(host, port, 0);
    char target[ADDRESS_TEXT];
    address_text(found->ai_addr, found->ai_addrlen, target);
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
    if (fd < 0) cli_fail(errno, "socket");
    if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0 ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
        cli_fail(errno, "setsockopt");
    if (connect(fd, found->ai_addr, found->ai_addrlen) != 0) {
        int error = errno == EINPROGRESS ? ETIMEDOUT : errno;
        cli_fail(error, "connect to %s", target);
    }
    freeaddrinfo(found);
    return fd;
}

static void greet(int fd, uint32_t mode, size_t size) {
    struct net_greeting greeting = {mode, (uint32_t)size};
    errno = 0;
    if (!net_send(fd, &greeting, sizeof greeting)) cli_end("send: %s", why());
}

/* The time is that from the first byte sent to the server's word that it has all. */
static void stream(int fd, size_t block, double seconds) {
    uint64_t duration = (uint64_t)(seconds * 1e9), received = 0;
    greet(fd, NET_STREAM, block);
    uint64_t start = bench_now();
    errno = 0;
    while (bench_now() - start < duration)
        if (!net_send(fd, buffer, block)) cli_end("send: %s", why());
    if (shutdown(fd, SHUT_WR) != 0) cli_fail(errno, "shutdown");
    if (!net_receive(fd, &received, sizeof received)) cli_end("receive: %s", why());
    double took = (double)(bench_now() - start) / 1e9;
    json_begin("net", "stream");
    json_count("blockBytes", block);
    json_number("seconds", took);
    json_count("bytes", received);
    json_number("bytesPerSecond", (double)received / took);
    json_end();
}

static void request_response(int fd, size_t size, double seconds) {
    uint64_t duration = (uint64_t)(seconds * 1e9);
    latency_start();
    greet(fd, NET_REQUESTS, size);
    uint64_t start = 0, before, now = bench_now();
    for (bool warm = false; !warm || now - start < duration; warm = true) {
        before = now;
        errno = 0;
        if (!net_send(fd, buffer, size)) cli_end("send: %s", why());
        if (!net_receive(fd, buffer, size)) cli_end("receive: %s", why());
        now = bench_now();
        if (warm)
            latency_record(now - before);
        else
            start = now; /* the first has to wait until the server's process is there */
    }
    double took = (double)(now - start) / 1e9, operations = (double)latency_count();
    json_begin("net", "rr");
    json_count("requestBytes", size);
    json_number("seconds", took);
    json_number("operations", operations);
    json_number("operationsPerSecond", operations / took);
    latency_print();
    json_end();
}

static void client_main(int argc, char **argv, bool streams) {
    struct arguments arguments = arguments_parse(argc, argv, "KIND HOST PORT SECONDS", "s");
    double seconds = cli_seconds("SECONDS", arguments.positions[3]);
    size_t size = arguments.size ? arguments.size : streams ? DEFAULT_BLOCK : 1;
    if (size > NET_MAX_REQUEST) cli_usage("--size must be at most 1M, not %zu", size);
    int fd = connect_to(arguments.positions[1], arguments.positions[2]);
    if (streams)
        stream(fd, size, seconds);
    else
        request_response(fd, size, seconds);
    close(fd);
}

void net_main(int argc, char **argv) {
    static const char *const kinds[] = {"server", "stream", "rr"};
    if (argc < 2) cli_usage("net: server, stream or rr is needed");
    if (argv[1][0] == '-') arguments_parse(argc, argv, "KIND", "");
    int kind = arguments_choose("KIND", argv[1], kinds, 3);
    if (kind > 0) {
        client_main(argc, argv, kind == 1);
        return;
    }
    struct arguments arguments = arguments_parse(argc, argv, "KIND", "pa");
    net_serve(arguments.bind, arguments.port);
}
