/* The container's terminal, used as a person would: through a pty of the test's own. */
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

static unsigned occurrences(const char *text, const char *part) {
    unsigned n = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part)) n++;
    return n;
}

static void a_terminal_of_its_own(void) {
    pid_t s = JCR("--", "sh", "-c",
                  "tty; stty size; echo to-console >/dev/console; echo to-tty >/dev/tty; "
                  "stat -c %u:%g:%a /dev/pts/0; exit 5");
    CHECK_INT(session_end(s), 5);
    CHECK_STR(screen(), "/dev/pts/0\r\n33 101\r\nto-console\r\nto-tty\r\n0:5:620\r\n");
    s = JCR("--uid", "1000", "--", "stat", "-c", "%u:%g", "/dev/pts/0");
    CHECK_INT(session_end(s), 0);
    CHECK_STR(screen(), "1000:5\r\n");
}

static void hosts_terminal_is_out_of_reach(void) {
    pid_t s = JCR("--init", "--", "sh", "-c",
                  "for f in /proc/self/fd/*; do stat -L -c %t:%T $f; done | grep -v '^88:0$'; "
                  "stat -L -c %t:%T /dev/console; ls /proc/1/fd | wc -l");
    CHECK_INT(session_end(s), 0);
    CHECK_HAS(screen(), "88:0\r\n1\r\n"); /* major 136: the first of its own devpts; the signalfd */
}

static void size_follows(void) {
    pid_t s =
        JCR("--", "sh", "-c", "trap 'stty size' WINCH; echo ready; while :; do sleep 0.01; done");
    expect("ready");
    resize(50, 120);
    expect("50 120");
    kill(s, SIGTERM);
    CHECK_INT(session_end(s), 143);
}

static void raw_and_restored(void) {
    pid_t s = JCR("--linger", "50", "--", "sh", "-c", "echo ready; read x; echo got $x; exit 3");
    struct termios before = modes();
    expect("ready");
    EVENTUALLY(is_raw());
    type("abc\r");
    CHECK_INT(session_end(s), 3);
    struct termios after = modes();
    CHECK(same(&before, &after));
    CHECK_INT(occurrences(screen(), "abc"), 2); /* the echo, once, and the answer */
}

static void restored_however_it_ends(void) {
    static const int signals[] = {SIGKILL, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        pid_t s = JCR("--", "sh", "-c", "echo ready; exec sleep 100");
        struct termios before = modes();
        expect("ready");
        EVENTUALLY(is_raw());
        if (signals[i] == SIGKILL)
            kill(container_pid(), SIGKILL);
        else
            kill(s, signals[i]);
        CHECK_INT(session_end(s), 128 + signals[i]);
        struct termios after = modes();
        CHECK(same(&before, &after));
    }
}

static void never_raw_for_a_failure(void) {
    pid_t s = JCR("--exit", "127", "--", "no-such-command");
    struct termios before = modes();
    CHECK_INT(session_end(s), 127);
    struct termios after = modes();
    CHECK(same(&before, &after));
}

static int sleeper_after(const char *option, const char *keys) {
    pid_t s = JCR(option, "--", "sh", "-c", "echo ready; exec sleep 100");
    expect("ready");
    EVENTUALLY(is_raw());
    pause_ms(20); /* sh has become sleep */
    type(keys);
    return session_end(s);
}

static void keys_end_pid_1(void) {
    CHECK_INT(sleeper_after("--trace", "\003"), 130);
    CHECK_INT(sleeper_after("--trace", "\034"), 131);
    CHECK_INT(sleeper_after("--init", "\003"), 130);
    CHECK_INT(sleeper_after("--init", "\034"), 131);
}

/* A key's signal comes from the container's own terminal: not a second time from S or the init. */
static void keys_reach_a_handler_once(void) {
    static const char *const options[] = {"--trace", "--init"};
    for (int i = 0; i < 2; i++) {
        pid_t s = JCR(options[i], "--", "sh", "-c",
                      "trap 'echo caught' INT; trap 'exit 4' QUIT; echo ready; "
                      "while :; do :; done");
        expect("ready");
        EVENTUALLY(is_raw());
        type("\003");
        expect("caught");
        pause_ms(30);
        type("\034");
        CHECK_INT(session_end(s), 4);
        CHECK_INT(occurrences(screen(), "caught"), 1);
    }
}

static void keys_that_are_no_signals(void) {
    pid_t s = JCR("--", "sh", "-c", "stty -isig; echo ready; head -c 3 | wc -c; exec sleep 100");
    expect("ready");
    EVENTUALLY(is_raw());
    type("\003\034\r"); /* without ISIG they are input */
    expect("3");
    kill(s, SIGTERM);
    CHECK_INT(session_end(s), 143);
    s = JCR("--", "sh", "-c", "echo ready; exec cat");
    expect("ready");
    EVENTUALLY(is_raw());
    type("\026\003\r"); /* literally: Ctrl-V */
    expect("^C\r\n\003");
    type("\004");
    CHECK_INT(session_end(s), 0);
}

/* The shell's child has become sleep: before that it ignores keys as the shell does. */
static pid_t sleeping_child(const char *seconds) {
    pid_t shell = container_pid();
    char *children = content_of(text_of("/proc/%d/task/%d/children", (int)shell, (int)shell));
    pid_t child = children ? (pid_t)strtol(children, NULL, 10) : 0;
    char *command = child ? content_of(text_of("/proc/%d/cmdline", (int)child)) : NULL;
    return command && strcmp(command, "sleep") == 0 && strcmp(command + 6, seconds) == 0 ? child
                                                                                         : 0;
}

static bool runs_sleep(const char *seconds) {
    return sleeping_child(seconds) > 0;
}

/* State S and its own process group is the terminal's (fields 3, 5 and 8 of /proc/PID/stat). */
static bool foreground_sleeps(void) {
    char state;
    int group, terminal_group;
    char *stat = content_of(text_of("/proc/%d/stat", (int)sleeping_child("101")));
    return stat &&
           sscanf(strrchr(stat, ')'), ") %c %*d %d %*d %*d %d", &state, &group, &terminal_group) ==
               3 &&
           state == 'S' && group == terminal_group;
}

static void interactive_shell(void) {
    pid_t s = JCR("--", "sh", "-i");
    expect("# ");
    type("echo $((6*7))\r");
    expect("42\r\n");
    type("sleep 100\r");
    EVENTUALLY(runs_sleep("100"));
    type("\003");
    type("echo status=$?\r");
    expect("status=130");
    type("sleep 101\r");
    EVENTUALLY(runs_sleep("101"));
    type("\032");
    expect("Stopped");
    type("jobs\r");
    expect("jobs\r\n[1]+  Stopped");
    type("fg\r");
    expect("fg\r\nsleep 101");
    EVENTUALLY(foreground_sleeps());
    type("\003");
    expect("^C");
    type("exit 6\r");
    CHECK_INT(session_end(s), 6);
    CHECK_HAS(screen(), "sleep 101");
    CHECK(!strstr(screen(), "job control turned off"));
}

static char *md5(const char *file) {
    FILE *in = popen(text_of("md5sum < %s", file), "r");
    char *line = calloc(1, 64);
    CHECK(in && fgets(line, 64, in));
    pclose(in);
    line[32] = '\0';
    return line;
}

static void large_paste(void) {
    enum { SIZE = 400000 };
    static char bytes[SIZE + 1];
    for (int i = 0; i < SIZE; i++) bytes[i] = (char)('!' + i * 7 % 90);
    char *file = text_of("%s/paste", scratch());
    write_file(file, bytes);
    pid_t s = JCR("--", "sh", "-c", "stty raw -echo; echo ready; head -c 400000 | md5sum");
    expect("ready");
    EVENTUALLY(is_raw());
    type_bytes(bytes, SIZE);
    CHECK_INT(session_end(s), 0);
    CHECK_HAS(screen(), md5(file));
}

static void all_output_arrives(void) {
    pid_t s = JCR("--", "sh", "-c", "yes 0123456 | head -c 4000000; echo END");
    pause_ms(100); /* nobody reads yet: everything on the way is full */
    CHECK_INT(session_end(s), 0);
    CHECK_INT((long long)screen_size(), 4000000 / 8 * 9 + 5);
    CHECK_HAS(screen() + screen_size() - 5, "END\r\n");
}

/* All of it is written while J is still there, and nothing is relayed before that has gone. */
static void last_output_arrives(void) {
    pid_t s = JCR("--linger", "200", "--", "sh", "-c", "yes 0123456 | head -c 3000; echo END");
    CHECK_INT(session_end(s), 0);
    CHECK_INT((long long)screen_size(), 3000 / 8 * 9 + 5);
    CHECK_HAS(screen(), "END\r\n");
}

static void pasted_while_output_floods(void) {
    pid_t s = JCR("--", "sh", "-c", "echo ready; yes flood & head -n 1 >/dev/null; exit 8");
    expect("ready");
    EVENTUALLY(is_raw());
    expect("flood");
    type("line\r");
    CHECK_INT(session_end(s), 8);
}

/* ---- standard input that is no terminal: its end is the program's, whatever was in the line ----
 */

/* jcr-init with a terminal for the container, and what the shell command writes as its input. */
static pid_t fed(const char *input, const char *script) {
    const char *line = text_of("%s | %s", input, jcr_command_line("", script));
    const char *const argv[] = {"/bin/bash", "-c", line, NULL};
    return start_command(argv);
}

static int fed_to_its_end(const char *input, const char *script) {
    return finish(fed(input, script));
}

/* The input does not begin before the script has said `ready`. */
static int fed_when_ready(const char *input, const char *script) {
    return fed_to_its_end(
        text_of("{ until grep -q ready %s/out; do sleep 0.01; done; %s; }", scratch(), input),
        script);
}

static void input_ends_in_the_middle_of_a_line(void) {
    CHECK_INT(fed_to_its_end("printf hi", "exec cat"), 0);
    CHECK_STR(out(), "hihi"); /* the echo, too */
    CHECK_INT(fed_to_its_end("printf \"one\\ntwo\"", "stty -echo; exec cat"), 0);
    CHECK_HAS(out(), "two");
    CHECK_INT(fed_to_its_end("true", "exec cat"), 0);
    CHECK_STR(out(), "");
}

static void input_stays_at_its_end(void) {
    CHECK_INT(fed_to_its_end("printf hi", "for i in 1 2 3 4; do cat; done; read x; echo $?"), 0);
    CHECK_STR(out(), "hihi1\r\n");
}

/* What a terminal holds of a line without a newline is bounded; the end is told all the same. */
static void input_ends_in_a_full_line(void) {
    CHECK_INT(fed_to_its_end("head -c 4095 /dev/zero", "stty -echo; exec wc -c >/dev/null"), 0);
    CHECK_INT(fed_to_its_end("head -c 4096 /dev/zero", "stty -echo; exec wc -c >/dev/null"), 0);
    CHECK_INT(fed_to_its_end("head -c 9000000 /dev/zero", "stty -echo; exec wc -c >/dev/null"), 0);
}

static void lines_arrive_whole(void) {
    CHECK_INT(fed_when_ready("yes 0123456 | head -c 800000", "stty -echo; echo ready; exec wc -c"),
              0);
    CHECK_HAS(out(), "800000\r\n");
}

static void raw_input_arrives_whole(void) {
    CHECK_INT(fed_when_ready("head -c 500000 /dev/zero",
                             "stty raw -echo; echo ready; head -c 500001 | md5sum"),
              0);
    const char *sum = text_of("%s/sum", scratch());
    CHECK_INT(system(text_of("(head -c 500000 /dev/zero; printf \"\\004\") | md5sum > %s", sum)),
              0);
    CHECK_HAS(out(), text_of("%.32s", content_of(sum)));
}

static void program_that_reads_nothing_ends(void) {
    CHECK_INT(fed_to_its_end("yes", "stty -echo; sleep 0.2; exit 4"), 4);
    CHECK_INT(fed_to_its_end("true", "sleep 0.2; exit 5"), 5);
}

/* Looking whether all has been read must neither keep the terminal open nor hang it up. */
static void terminal_survives_without_a_holder(void) {
    CHECK_INT(fed_to_its_end("true",
                             "exec 3>&1 </dev/null >/dev/null 2>&1 3>&-; sleep 0.3; "
                             "echo again >/dev/pts/0; exit 6"),
              6);
    CHECK_HAS(out(), "again");
}

static void hang_up_reaches_the_container(void) {
    pid_t s = JCR("--", "sh", "-c", "echo ready; exec sleep 100");
    expect("ready");
    EVENTUALLY(is_raw());
    hang_up();
    int status;
    CHECK_INT(waitpid(s, &status, 0), s);
    CHECK_INT(WEXITSTATUS(status), 129);
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"a_terminal_of_its_own", a_terminal_of_its_own, ROOT | BUSYBOX},
        {"hosts_terminal_is_out_of_reach", hosts_terminal_is_out_of_reach, ROOT | BUSYBOX},
        {"size_follows", size_follows, ROOT | BUSYBOX},
        {"raw_and_restored", raw_and_restored, ROOT | BUSYBOX},
        {"restored_however_it_ends", restored_however_it_ends, ROOT | BUSYBOX},
        {"never_raw_for_a_failure", never_raw_for_a_failure, ROOT | BUSYBOX},
        {"keys_end_pid_1", keys_end_pid_1, ROOT | BUSYBOX},
        {"keys_reach_a_handler_once", keys_reach_a_handler_once, ROOT | BUSYBOX},
        {"keys_that_are_no_signals", keys_that_are_no_signals, ROOT | BUSYBOX},
        {"interactive_shell", interactive_shell, ROOT | BUSYBOX},
        {"large_paste", large_paste, ROOT | BUSYBOX},
        {"all_output_arrives", all_output_arrives, ROOT | BUSYBOX},
        {"last_output_arrives", last_output_arrives, ROOT | BUSYBOX},
        {"pasted_while_output_floods", pasted_while_output_floods, ROOT | BUSYBOX},
        {"input_ends_in_the_middle_of_a_line", input_ends_in_the_middle_of_a_line, ROOT | BUSYBOX},
        {"input_stays_at_its_end", input_stays_at_its_end, ROOT | BUSYBOX},
        {"input_ends_in_a_full_line", input_ends_in_a_full_line, ROOT | BUSYBOX},
        {"lines_arrive_whole", lines_arrive_whole, ROOT | BUSYBOX},
        {"raw_input_arrives_whole", raw_input_arrives_whole, ROOT | BUSYBOX},
        {"program_that_reads_nothing_ends", program_that_reads_nothing_ends, ROOT | BUSYBOX},
        {"terminal_survives_without_a_holder", terminal_survives_without_a_holder, ROOT | BUSYBOX},
        {"hang_up_reaches_the_container", hang_up_reaches_the_container, ROOT | BUSYBOX},
    };
    if (argc > 1 && strcmp(argv[1], "fake") == 0) return fake_jvm(argc - 2, argv + 2);
    if (argc < 2) return 2;
    jcr_init = realpath(argv[1], NULL);
    self = realpath(argv[0], NULL);
    return run_tests("terminal", tests, sizeof tests / sizeof *tests, argc > 2 ? argv[2] : NULL);
}
