/* Who attaches to a detached container: the socket of S', and F as its client. */
#include "check.h"
#include "fake_jvm.h"
#include "harness.h"
#include "session.h"

#include "../../main/c/socket_path.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PACKET = 8192 };

static void adopt(void) {
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

#define DETACH(...) START("--detach", "--log", in("log"), "--control", in("control"), __VA_ARGS__)

/* The pid of S', by the answer to DETACH: the last OK. */
static pid_t detached_pid(void) {
    char *last = NULL;
    for (char *at = err(); (at = strstr(at, "OK ")) != NULL; at++) last = at;
    CHECK(last != NULL);
    pid_t pid = (pid_t)strtol(last + 3, NULL, 10);
    CHECK(pid > 1);
    return pid;
}

static int client(void) {
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    CHECK_INT(socket_connect(fd, in("control")), 0);
    return fd;
}

static void tell(int fd, const char *packet, size_t size) {
    CHECK_INT(send(fd, packet, size, MSG_NOSIGNAL), (long long)size);
}

/* The packets of S' as text, each "TYPE:bytes " and X with its status, up to one that has `until`
 * in it, or the end. */
static char *heard(int fd, const char *until) {
    static char packet[PACKET];
    char *text = "";
    ssize_t n;
    while (!(until && strstr(text, until)) && (n = recv(fd, packet, sizeof packet, 0)) > 0) {
        if (packet[0] == 'H' || packet[0] == 'X')
            text = text_of("%s%c:%d ", text, packet[0], (unsigned char)packet[1]);
        else
            text = text_of("%s%c:%.*s ", text, packet[0], (int)n - 1, packet + 1);
    }
    return text;
}

static pid_t start_detached(const char *stdin_mode, const char *script) {
    adopt();
    CHECK_INT(finish(DETACH("--stdin", stdin_mode, "--", "sh", "-c", script)), 0);
    return detached_pid();
}

/* ---- the socket ---- */

static void several_clients(void) {
    struct stat st;
    pid_t s =
        start_detached("1", "echo early; while read l; do echo $l; echo bad >&2; done; exit 6");
    EVENTUALLY(strstr(content_of(in("log")), "early"));
    CHECK_INT(stat(in("control"), &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    int one = client(), two = client();
    CHECK_STR(heard(one, "H"), "H:0 "); /* nothing of what was before */
    CHECK_STR(heard(two, "H"), "H:0 ");
    tell(one, "Ihello\n", 7);
    CHECK_HAS(heard(one, "hello"), "O:hello\n ");
    CHECK_HAS(heard(two, "bad"), "R:bad\n ");
    CHECK_HAS(heard(one, "bad"), "R:bad\n ");
    close(one); /* nothing comes of it */
    tell(two, "E", 1);
    tell(two, "Iworld\n", 7);
    CHECK_HAS(heard(two, "world"), "O:world\n ");
    kill(s, SIGKILL);
    CHECK_INT(finish(s), -9);
}

static void exit_status_comes_last(void) {
    adopt();
    CHECK_INT(finish(DETACH("--begin", in("undo"), "--exit-file", in("exit"), "--stdin", "1", "--",
                            "sh", "-c", "read l; echo $l; exit 6")),
              0);
    int one = client(), two = client();
    tell(one, "Igo\n", 4);
    char *text = heard(one, "X");
    CHECK(!exists(in("undo")) && exists(in("exit")));
    CHECK_STR(text, "H:0 O:go\n X:6 ");
    CHECK_STR(heard(one, NULL), "");
    CHECK_STR(heard(two, NULL), "H:0 O:go\n X:6 ");
    while (waitpid(-1, NULL, 0) > 0) {
    }
}

static void input_that_ends_once(void) {
    pid_t s = start_detached("2", "cat; echo end; sleep 100");
    int one = client(), two = client();
    tell(two, "Itwo\n", 5);
    CHECK_HAS(heard(two, "two"), "O:two\n ");
    tell(two, "E", 1); /* not the first's */
    tell(two, "Istill\n", 7);
    CHECK_HAS(heard(two, "still"), "O:still\n ");
    tell(one, "E", 1);
    CHECK_HAS(heard(two, "end"), "O:end\n ");
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 143);
    s = start_detached("2", "cat; echo end; sleep 100");
    one = client();
    CHECK_STR(heard(one, "H"), "H:0 ");
    two = client();
    CHECK_STR(heard(two, "H"), "H:0 ");
    close(one); /* that the first is gone is its end, too */
    CHECK_HAS(heard(two, "end"), "O:end\n ");
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 143);
}

static void no_input(void) {
    pid_t s = start_detached("0", "readlink /proc/self/fd/0; sleep 100");
    EVENTUALLY(strstr(content_of(in("log")), " stdout F /dev/null\n"));
    int one = client();
    tell(one, "Iignored\n", 9);
    tell(one, "E", 1);
    tell(one, "K\017", 2); /* SIGTERM */
    CHECK_INT(finish(s), 143);
    CHECK_STR(heard(one, NULL), "H:0 X:143 ");
}

/* More than a pipe holds, and nobody reads: it waits, and the output goes on. */
static void input_is_not_lost(void) {
    static char packet[1 + 4096];
    pid_t s = start_detached("2", "while ! test -e /tmp/go; do sleep 0.01; done; md5sum");
    memset(packet, 'x', sizeof packet);
    packet[0] = 'I';
    int one = client();
    pid_t writer = fork();
    if (writer == 0) {
        for (int i = 0; i < 100; i++) tell(one, packet, sizeof packet);
        tell(one, "E", 1);
        _exit(0);
    }
    pause_ms(50);
    write_file(text_of("%s/tmp/go", root_file_system()), "");
    CHECK_INT(finish(writer), 0);
    CHECK_INT(finish(s), 0);
    /* head -c 409600 /dev/zero | tr '\0' x | md5sum */
    FILE *sum = popen("head -c 409600 /dev/zero | tr '\\0' x | md5sum", "r");
    char line[64] = "";
    CHECK(sum && fgets(line, sizeof line, sum));
    pclose(sum);
    CHECK_HAS(heard(one, NULL), text_of("O:%.32s", line));
}

static void slow_client_is_dropped(void) {
    pid_t s = start_detached("1", "read l; yes 0123456 | head -c 8000000; echo END");
    int slow = client(), fast = client();
    tell(fast, "Igo\n", 4);
    static char packet[PACKET], last[PACKET];
    ssize_t n;
    while ((n = recv(fast, packet, sizeof packet, 0)) > 0 && packet[0] != 'X')
        memcpy(last, packet, (size_t)n), last[n] = '\0';
    CHECK_HAS(last, "END\n");
    CHECK_INT(finish(s), 0);
    CHECK_HAS(content_of(in("log")), "stdout F ");
    struct stat st;
    CHECK_INT(stat(in("log"), &st), 0);
    CHECK_INT(st.st_size, 8000000 / 8 * (31 + 9 + 8) + 31 + 9 + 4);
    bool ended = false;
    while ((n = recv(slow, packet, sizeof packet, 0)) > 0) ended |= packet[0] == 'X';
    CHECK(!ended);
}

static void only_so_many_clients(void) {
    pid_t s = start_detached("1", "read l; exit 3");
    int fds[9];
    for (int i = 0; i < 8; i++) CHECK_STR(heard(fds[i] = client(), "H"), "H:0 ");
    CHECK_STR(heard(fds[8] = client(), NULL), "");
    close(fds[3]);
    pause_ms(20);
    CHECK_STR(heard(fds[8] = client(), "H"), "H:0 ");
    tell(fds[8], "Igo\n", 4);
    CHECK_INT(finish(s), 3);
    for (int i = 0; i < 8; i++)
        if (i != 3) CHECK_STR(heard(fds[i], NULL), "X:3 ");
}

/* Nothing that a client sends ends more than itself. */
static void nonsense_is_survived(void) {
    static char packet[PACKET];
    pid_t s = start_detached("1", "cat > /dev/null; echo over; sleep 100");
    unsigned seed = 42;
    for (int round = 0; round < 40; round++) {
        int fd = client();
        for (int i = 0; i < 50; i++) {
            size_t size = (size_t)rand_r(&seed) % 64;
            for (size_t b = 0; b < size; b++) packet[b] = (char)rand_r(&seed);
            packet[0] = "IEWXHO\0\377S"[rand_r(&seed) % 9]; /* no K: it would work */
            if (send(fd, packet, size, MSG_NOSIGNAL) < 0) break;
        }
        if (round % 4 == 0) (void)send(fd, packet, sizeof packet, MSG_NOSIGNAL);
        tell(client(), "K\0", 2);
        close(fd);
        for (int i = 10; i < 100; i++) close(i);
    }
    CHECK(alive(s));
    /* The others' packets are all read before their end is seen. */
    int last = client();
    for (int tries = 0; tries < 500 && strcmp(heard(last, "H"), "H:0 ") != 0; tries++) {
        pause_ms(10);
        close(last);
        last = client();
    }
    tell(last, "K\017", 2);
    CHECK_INT(finish(s), 143);
}

static void window_size(void) {
    adopt();
    CHECK_INT(finish(DETACH("--terminal", "--stdin", "1", "--", "sh", "-c",
                            "read l; stty size; read l; exit 2")),
              0);
    pid_t s = detached_pid();
    int one = client();
    CHECK_STR(heard(one, "H"), "H:1 ");
    tell(one, "W\x28\0\x84\0", 5);
    tell(one, "Igo\n", 4);
    CHECK_HAS(heard(one, "40 132"), "40 132");
    tell(one, "Igo\n", 4);
    CHECK_INT(finish(s), 2);
}

/* ---- F as a client ---- */

#define ATTACHED(...)                                                                              \
    DETACH("--attach", "", "--attach-input", "--stdin", "2", "--signal-proxy", __VA_ARGS__)

static void attached_from_the_first_byte(void) {
    adopt();
    CHECK_INT(finish(ATTACHED("--linger", "100", "--", "sh", "-c",
                              "yes 0123456 | head -c 4000000; echo END; echo bad >&2; exit 7")),
              7);
    struct stat st;
    CHECK_INT(stat(in("out"), &st), 0);
    CHECK_INT(st.st_size, 4000000 + 4);
    CHECK_HAS(err(), "bad\n");
    CHECK_INT(finish(detached_pid()), 7);
    CHECK_INT(finish(ATTACHED("--exit", "127", "--", "no-such-command")), 127);
}

static void input_of_the_front(void) {
    adopt();
    int ends[2];
    CHECK_INT(pipe2(ends, O_CLOEXEC), 0);
    CHECK_INT(dup2(ends[0], 0), 0);
    pid_t f = ATTACHED("--", "sh", "-c", "cat; echo end; exit 3");
    CHECK_INT(write(ends[1], "hello\n", 6), 6);
    EVENTUALLY(strstr(out(), "hello\n"));
    close(ends[1]);
    CHECK_INT(finish(f), 3);
    CHECK_STR(out(), "hello\nend\n");
    CHECK_INT(finish(detached_pid()), 3);
}

static void signals_of_the_front(void) {
    adopt();
    pid_t f =
        ATTACHED("--", "sh", "-c", "trap 'exit 4' TERM; echo ready; while :; do sleep 0.01; done");
    EVENTUALLY(strstr(out(), "ready"));
    kill(f, SIGTERM);
    CHECK_INT(finish(f), 4);
    CHECK_INT(finish(detached_pid()), 4);
    /* Without the proxy it is the client that goes. */
    pid_t s = start_detached("1", "echo ready; exec sleep 100");
    f = start("--attach", in("control"), "--no-launch", "--", NULL);
    EVENTUALLY(strstr(err(), "OK "));
    pause_ms(50);
    kill(f, SIGTERM);
    CHECK_INT(finish(f), 143);
    CHECK(alive(s));
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 143);
}

static void supervisor_is_killed(void) {
    adopt();
    pid_t f = ATTACHED("--", "sh", "-c", "echo ready; exec sleep 100");
    EVENTUALLY(strstr(out(), "ready"));
    pid_t s = detached_pid();
    kill(s, SIGKILL);
    CHECK_INT(finish(f), 125);
    CHECK_HAS(err(), "jcr-init: the connection to the container is lost");
    CHECK_INT(finish(s), -9);
    while (waitpid(-1, NULL, 0) > 0) {
    }
}

static void nobody_listens(void) {
    CHECK_INT(finish(start("--attach", in("none"), "--no-launch", "--exit", "125", "--", NULL)),
              125);
    CHECK_HAS(err(), text_of("errno=ENOENT cause=0 detail=<%s>", in("none")));
}

/* ---- at a terminal ---- */

static pid_t container_with_terminal(const char *script) {
    adopt();
    CHECK_INT(finish(DETACH("--terminal", "--stdin", "1", "--", "sh", "-c", script)), 0);
    return detached_pid();
}

static pid_t attach_session(const char *keys) {
    const char *const args[] = {
        "--attach", in("control"), "--attach-input", "--keys", keys, "--no-launch", "--", NULL};
    const char *argv[ARGS_MAX];
    supervise_argv(argv, args);
    pid_t f = session_start(argv);
    EVENTUALLY(is_raw());
    return f;
}

static const char *const REPEATS = "stty -echo; while read l; do echo got:$l; done";

static void keys_leave_it_running(void) {
    pid_t s = container_with_terminal(REPEATS);
    pid_t f = attach_session("\020\021");
    type("one\r");
    expect("got:one\r\n");
    type("\020"); /* in two pieces */
    pause_ms(30);
    type("\021");
    CHECK_INT(session_end(f), 0);
    CHECK(alive(s));
    f = attach_session("\020\021");
    type("t\020wo\r"); /* a beginning of the keys is no less typed */
    expect("got:t\020wo\r\n");
    type("three\r");
    expect("got:three\r\n");
    type("\020\021lost");
    CHECK_INT(session_end(f), 0);
    kill(s, SIGKILL);
    CHECK_INT(finish(s), -9);
}

static void modes_come_back(void) {
    pid_t s = container_with_terminal("read l; exit 9");
    const char *const args[] = {"--attach",    in("control"), "--attach-input",
                                "--no-launch", "--",          NULL};
    const char *argv[ARGS_MAX];
    char *command = text_of("%s", "");
    supervise_argv(argv, args);
    for (int i = 0; argv[i]; i++) command = text_of("%s %s", command, argv[i]);
    const char *const shell[] = {"/bin/sh", "-c", text_of("%s; echo status=$?; stty -a", command),
                                 NULL};
    pid_t f = session_start(shell);
    EVENTUALLY(is_raw());
    type("x\r");
    CHECK_INT(session_end(f), 0);
    CHECK_HAS(screen(), "status=9");
    CHECK_HAS(screen(), " icanon ");
    CHECK_HAS(screen(), " echo ");
    CHECK_INT(finish(s), 9);
}

static void size_of_the_clients_terminal(void) {
    pid_t s = container_with_terminal("trap 'stty size' WINCH; while :; do sleep 0.01; done");
    pid_t f = attach_session("\020\021");
    expect("33 101");
    resize(50, 70);
    expect("50 70");
    type("\020\021");
    CHECK_INT(session_end(f), 0);
    kill(s, SIGKILL);
    CHECK_INT(finish(s), -9);
}

static void ctrl_c_ends_pid_1(void) {
    pid_t s = container_with_terminal("echo ready; exec sleep 100");
    EVENTUALLY(strstr(content_of(in("log")), "ready"));
    pid_t f = attach_session("");
    type("\003");
    CHECK_INT(session_end(f), 130);
    CHECK_INT(finish(s), 130);
}

static void hang_up_leaves_it_running(void) {
    pid_t s = container_with_terminal(REPEATS);
    pid_t f = attach_session("");
    hang_up();
    int status;
    CHECK_INT(waitpid(f, &status, 0), f);
    CHECK_INT(WEXITSTATUS(status), 129);
    CHECK(alive(s));
    kill(s, SIGKILL);
    CHECK_INT(finish(s), -9);
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"several_clients", several_clients, ROOT | BUSYBOX},
        {"exit_status_comes_last", exit_status_comes_last, ROOT | BUSYBOX},
        {"input_that_ends_once", input_that_ends_once, ROOT | BUSYBOX},
        {"no_input", no_input, ROOT | BUSYBOX},
        {"input_is_not_lost", input_is_not_lost, ROOT | BUSYBOX},
        {"slow_client_is_dropped", slow_client_is_dropped, ROOT | BUSYBOX},
        {"only_so_many_clients", only_so_many_clients, ROOT | BUSYBOX},
        {"nonsense_is_survived", nonsense_is_survived, ROOT | BUSYBOX},
        {"window_size", window_size, ROOT | BUSYBOX},
        {"attached_from_the_first_byte", attached_from_the_first_byte, ROOT | BUSYBOX},
        {"input_of_the_front", input_of_the_front, ROOT | BUSYBOX},
        {"signals_of_the_front", signals_of_the_front, ROOT | BUSYBOX},
        {"supervisor_is_killed", supervisor_is_killed, ROOT | BUSYBOX},
        {"nobody_listens", nobody_listens, NOTHING},
        {"keys_leave_it_running", keys_leave_it_running, ROOT | BUSYBOX},
        {"modes_come_back", modes_come_back, ROOT | BUSYBOX},
        {"size_of_the_clients_terminal", size_of_the_clients_terminal, ROOT | BUSYBOX},
        {"ctrl_c_ends_pid_1", ctrl_c_ends_pid_1, ROOT | BUSYBOX},
        {"hang_up_leaves_it_running", hang_up_leaves_it_running, ROOT | BUSYBOX},
    };
    if (argc > 1 && strcmp(argv[1], "fake") == 0) return fake_jvm(argc - 2, argv + 2);
    if (argc < 2) return 2;
    jcr_init = realpath(argv[1], NULL);
    self = realpath(argv[0], NULL);
    return run_tests("attach", tests, sizeof tests / sizeof *tests, argc > 2 ? argv[2] : NULL);
}
