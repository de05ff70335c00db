/* `jcr-init ports`: what it holds, relays, and when it ends. */
#include "check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGS = 32, BIG = 4 << 20, WAIT_MS = 5000 };

static const char *init;

struct relay {
    pid_t pid;
    int orders, answers;
};

static struct relay start_relay(const char *const *words) {
    int to[2], from[2];
    const char *argv[ARGS] = {init, "ports"};
    for (int i = 0; words[i]; i++) argv[2 + i] = words[i];
    CHECK(pipe(to) == 0 && pipe(from) == 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(to[0], 0);
        dup2(from[1], 1);
        for (int i = 0; i < 2; i++) close(to[i]), close(from[i]);
        execv(init, (char **)argv);
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    return (struct relay){pid, to[1], from[0]};
}
#define RELAY(...) start_relay((const char *[]){__VA_ARGS__, NULL})

static char *answer(const struct relay *r) {
    static char line[512];
    ssize_t n = read(r->answers, line, sizeof line - 1);
    line[n > 0 ? n : 0] = '\0';
    return line;
}

/* The number of the port at `index` of "held PID START BOOT PORT/FAMILIES…". */
static int held(const char *line, int index) {
    CHECK_INT(strncmp(line, "held ", 5), 0);
    for (int i = 0; i < 4 + index; i++) line = strchr(line, ' ') + 1;
    return atoi(line);
}

static void serve(const struct relay *r, pid_t container) {
    CHECK(dprintf(r->orders, "serve %d 127.0.0.2\n", (int)container) > 0);
    CHECK_STR(answer(r), "serving\n");
}

static int end_of(const struct relay *r) {
    int status;
    CHECK_INT(waitpid(r->pid, &status, 0), r->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static pid_t container(void) {
    pid_t pid = fork();
    if (pid == 0) pause();
    return pid;
}

static void end_container(pid_t pid) {
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static struct sockaddr_storage address(const char *text, int port) {
    struct sockaddr_storage to = {0};
    struct sockaddr_in *four = (struct sockaddr_in *)&to;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)&to;
    if (strchr(text, ':')) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons((uint16_t)port);
        CHECK_INT(inet_pton(AF_INET6, text, &six->sin6_addr), 1);
    } else {
        four->sin_family = AF_INET;
        four->sin_port = htons((uint16_t)port);
        CHECK_INT(inet_pton(AF_INET, text, &four->sin_addr), 1);
    }
    return to;
}

/* A socket of the "container", on a port that the kernel chooses. */
static int server(int type, int *port) {
    struct sockaddr_storage at = address("127.0.0.2", 0);
    socklen_t size = sizeof at;
    int fd = socket(AF_INET, type, 0);
    CHECK(bind(fd, (struct sockaddr *)&at, sizeof(struct sockaddr_in)) == 0);
    if (type == SOCK_STREAM) CHECK(listen(fd, 16) == 0);
    CHECK(getsockname(fd, (struct sockaddr *)&at, &size) == 0);
    *port = ntohs(((struct sockaddr_in *)&at)->sin_port);
    return fd;
}

static int client(int type, const char *where, int port) {
    struct sockaddr_storage to = address(where, port);
    struct timeval limit = {WAIT_MS / 1000, 0};
    int fd = socket(to.ss_family, type | SOCK_CLOEXEC, 0);
    CHECK(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0);
    CHECK(connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
    return fd;
}

/* All of a large message, in both directions at once, and both ends. */
static void exchange(int listener, const char *where, int port) {
    char *sent = malloc(BIG), *got = malloc(BIG);
    for (int i = 0; i < BIG; i++) sent[i] = (char)(i * 7 + i / 251);
    int fd = client(SOCK_STREAM, where, port), in = accept(listener, NULL, NULL);
    CHECK(in >= 0);
    pid_t echo = fork();
    if (echo == 0) {
        close(fd);
        char part[4096];
        for (ssize_t n; (n = read(in, part, sizeof part)) > 0;)
            if (write(in, part, (size_t)n) != n) _exit(1);
        _exit(write(in, "end", 3) != 3);
    }
    close(in);
    pid_t writer = fork();
    if (writer == 0) _exit(write(fd, sent, BIG) != BIG || shutdown(fd, SHUT_WR) != 0);
    for (size_t at = 0; at < BIG;) {
        ssize_t n = read(fd, got + at, BIG - at);
        CHECK(n > 0);
        at += (size_t)n;
    }
    CHECK_INT(memcmp(sent, got, BIG), 0);
    CHECK_INT(read(fd, got, BIG), 3);
    CHECK_INT(read(fd, got, BIG), 0);
    close(fd);
    CHECK(waitpid(echo, NULL, 0) == echo && waitpid(writer, NULL, 0) == writer);
}

static void streams_of_both_families(void) {
    int port, listener = server(SOCK_STREAM, &port);
    struct relay r = RELAY("tcp", "*", "0", "0", text_of("%d", port));
    char *line = answer(&r);
    int published = held(line, 0);
    pid_t pid = container();
    serve(&r, pid);
    exchange(listener, "127.0.0.1", published);
    if (strstr(line, "/46")) exchange(listener, "::1", published);
    end_container(pid);
    CHECK_INT(end_of(&r), 0);
}

static void datagrams_are_answered_from_the_address_asked(void) {
    int port, fd = server(SOCK_DGRAM, &port);
    struct relay r = RELAY("udp", "*", "0", "0", text_of("%d", port));
    int published = held(answer(&r), 0);
    pid_t pid = container();
    serve(&r, pid);
    for (int i = 0; i < 2; i++) {
        /* a connected socket takes answers from that address only */
        int from = client(SOCK_DGRAM, i == 0 ? "127.0.0.1" : "127.0.0.77", published);
        struct sockaddr_storage who;
        socklen_t size = sizeof who;
        char got[16];
        CHECK_INT(send(from, "ask", 3, 0), 3);
        CHECK_INT(recvfrom(fd, got, sizeof got, 0, (struct sockaddr *)&who, &size), 3);
        CHECK_INT(sendto(fd, "tell", 4, 0, (struct sockaddr *)&who, size), 4);
        CHECK_INT(recv(from, got, sizeof got, 0), 4);
        close(from);
    }
    end_container(pid);
    CHECK_INT(end_of(&r), 0);
}

static void what_nobody_answers_is_reset(void) {
    int port, listener = server(SOCK_STREAM, &port);
    struct relay r = RELAY("tcp", "127.0.0.1", "0", "0", text_of("%d", port));
    int published = held(answer(&r), 0);
    close(listener); /* before there is a copy of it */
    pid_t pid = container();
    serve(&r, pid);
    char byte;
    int fd = client(SOCK_STREAM, "127.0.0.1", published);
    CHECK_INT(read(fd, &byte, 1), -1);
    CHECK_INT(errno, ECONNRESET);
    end_container(pid);
    CHECK_INT(end_of(&r), 0);
}

static void one_port_is_had_once(void) {
    struct relay one =
        RELAY("tcp", "127.0.0.1", "0", "0", "80", "udp", "127.0.0.1", "0", "0", "80");
    char *line = answer(&one);
    char *tcp = text_of("%d", held(line, 0)), *udp = text_of("%d", held(line, 1));
    struct relay two = RELAY("udp", "127.0.0.1", "0", "0", "1", "tcp", "127.0.0.1", tcp, tcp, "80");
    CHECK_STR(answer(&two), text_of("error %d 1\n", EADDRINUSE));
    CHECK_INT(end_of(&two), 125);
    struct relay three = RELAY("udp", "*", udp, udp, "80");
    CHECK_STR(answer(&three), text_of("error %d 0\n", EADDRINUSE));
    CHECK_INT(end_of(&three), 125);
    /* any other of a range will do */
    struct relay four = RELAY("tcp", "127.0.0.1", tcp, text_of("%d", atoi(tcp) + 9), "80");
    CHECK(held(answer(&four), 0) != atoi(tcp));
    close(four.orders);
    CHECK_INT(end_of(&four), 0);
    close(one.orders); /* as when J dies */
    CHECK_INT(end_of(&one), 0);
    struct relay five = RELAY("tcp", "127.0.0.1", tcp, tcp, "80");
    CHECK_INT(held(answer(&five), 0), atoi(tcp));
    close(five.orders);
    CHECK_INT(end_of(&five), 0);
}

static void serves_without_privileges(void) {
    struct relay r = RELAY("tcp", "127.0.0.1", "0", "0", "80");
    CHECK(held(answer(&r), 0) > 0);
    pid_t pid = container();
    serve(&r, pid);
    char *status = content_of(text_of("/proc/%d/status", (int)r.pid));
    CHECK_HAS(status, "Uid:\t65534\t65534\t65534\t65534");
    CHECK_HAS(status, "CapEff:\t0000000000000000");
    CHECK_HAS(status, "CapPrm:\t0000000000000000");
    CHECK_HAS(status, "NoNewPrivs:\t1");
    end_container(pid);
    CHECK_INT(end_of(&r), 0);
}

static void a_wrong_address_is_said(void) {
    struct relay r = RELAY("tcp", "192.0.2.9", "8080", "8080", "80");
    CHECK_STR(answer(&r), text_of("error %d 0\n", EADDRNOTAVAIL));
    CHECK_INT(end_of(&r), 125);
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"streams_of_both_families", streams_of_both_families, ROOT},
        {"datagrams_are_answered_from_the_address_asked",
         datagrams_are_answered_from_the_address_asked, ROOT},
        {"what_nobody_answers_is_reset", what_nobody_answers_is_reset, ROOT},
        {"one_port_is_had_once", one_port_is_had_once, NOTHING},
        {"serves_without_privileges", serves_without_privileges, ROOT},
        {"a_wrong_address_is_said", a_wrong_address_is_said, NOTHING},
    };
    init = argc > 1 ? argv[1] : "";
    (void)signal(SIGPIPE, SIG_IGN);
    return run_tests("ports", tests, sizeof tests / sizeof *tests, argc > 2 ? argv[2] : NULL);
}
