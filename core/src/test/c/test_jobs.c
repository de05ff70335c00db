/* The terminal under a shell with job control, and with streams that are no terminal. */
#include "check.h"
#include "fake_jvm.h"
#include "harness.h"
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- job control of the shell that runs jcr ---- */

static pid_t only_child(pid_t pid) {
    char *path = text_of("/proc/%d/task/%d/children", (int)pid, (int)pid);
    EVENTUALLY(content_of(path) && content_of(path)[0]);
    return (pid_t)strtol(content_of(path), NULL, 10);
}

static void stopped_and_continued(void) {
    const char *const argv[] = {
        "/bin/sh", "-c",
        text_of("exec %s", jcr_command_line("",
                                            "trap \"stty size\" WINCH; echo ready; while :; do "
                                            "read -t 0.1 x && exit 4; done")),
        NULL};
    static const int stops[] = {SIGTSTP, SIGSTOP, SIGTSTP};
    pid_t shell = session_job(argv);
    struct termios before = modes();
    expect("ready");
    EVENTUALLY(is_raw());
    for (int i = 0; i < 3; i++) {
        clear_screen();
        kill(only_child(shell), stops[i]);
        expect("stopped");
        struct termios now = modes();
        CHECK(same(&before, &now) == (stops[i] == SIGTSTP)); /* nobody can catch the other */
        resize((unsigned short)(40 + i), 90);
        kill(shell, SIGUSR1);
        expect(text_of("4%d 90", i));
        EVENTUALLY(is_raw());
    }
    type("x\r");
    CHECK_INT(session_end(shell), 4);
}

static void started_in_the_background(void) {
    pid_t shell = session_shell();
    type(text_of("%s &\r", jcr_command_line("", "echo from\"\"behind; read x; echo got=$x")));
    expect("frombehind"); /* output comes, input is the shell's */
    CHECK(!is_raw());
    type("echo still-$((1+1))\r");
    expect("still-2");
    type("fg\r");
    EVENTUALLY(is_raw());
    type("abc\r");
    expect("got=abc\r\nprompt> ");
    type("exit\r");
    CHECK_INT(session_end(shell), 0);
}

/* ---- streams that are no terminal ---- */

static void input_from_a_pipe(void) {
    pid_t shell = session_shell();
    type(text_of("echo hello | %s; echo status=$?\r",
                 jcr_command_line("", "tty; read x; echo got=$x; cat; exit 2")));
    expect("status=2"); /* the end of the pipe has become the end of input for cat */
    CHECK_HAS(screen(), "got=hello");
    CHECK_HAS(screen(), "/dev/pts/0");
    type("exit\r");
    (void)session_end(shell);
}

static void output_to_a_file(void) {
    pid_t shell = session_shell();
    char *file = text_of("%s/file", scratch());
    write_file(file, "first\n");
    struct termios before = modes();
    type(text_of("%s >> %s; echo status=$?\r", jcr_command_line("", "stty size; read x; exit 2"),
                 file));
    EVENTUALLY(strstr(content_of(file), "33 101") && is_raw());
    type("x\r");
    expect("status=2");
    struct termios after = modes();
    CHECK(same(&before, &after));
    CHECK_STR(content_of(file), "first\n33 101\r\nx\r\n");
    type("exit\r");
    (void)session_end(shell);
}

static void no_terminal_at_all(void) {
    CHECK_INT(RUN("--terminal", "--", "sh", "-c", "tty; exit 3"), 3);
    CHECK_STR(out(), "/dev/pts/0\r\n");
    /* A reader that goes away: output is dropped, the container goes on. */
    const char *const argv[] = {"/bin/sh", "-c",
                                text_of("(%s; echo status=$? >&2) | head -c 10",
                                        jcr_command_line("", "yes | head -c 1000000; exit 9")),
                                NULL};
    CHECK_INT(finish(start_command(argv)), 0);
    CHECK_HAS(err(), "status=9");
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"stopped_and_continued", stopped_and_continued, ROOT | BUSYBOX},
        {"started_in_the_background", started_in_the_background, ROOT | BUSYBOX},
        {"input_from_a_pipe", input_from_a_pipe, ROOT | BUSYBOX},
        {"output_to_a_file", output_to_a_file, ROOT | BUSYBOX},
        {"no_terminal_at_all", no_terminal_at_all, ROOT | BUSYBOX},
    };
    if (argc > 1 && strcmp(argv[1], "fake") == 0) return fake_jvm(argc - 2, argv + 2);
    if (argc < 2) return 2;
    jcr_init = realpath(argv[1], NULL);
    self = realpath(argv[0], NULL);
    return run_tests("jobs", tests, sizeof tests / sizeof *tests, argc > 2 ? argv[2] : NULL);
}
