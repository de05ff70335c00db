/* S and C with a fake JVM: exit statuses, signals, aborts, the journal. */
#include "check.h"
#include "fake_jvm.h"
#include "harness.h"

#include "../../main/c/kernel.h"
#include "../../main/c/small_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *dirname_of(const char *path) {
    return text_of("%.*s", (int)(strrchr(path, '/') - path), path);
}

/* ---- without a container: a transparent parent ---- */

static int run_sh(const char *script) {
    const char *const argv[] = {jcr_init, "supervise", "--", "/bin/sh", "-c", script, NULL};
    return finish(start_command(argv));
}

static void jvm_status_is_kept(void) {
    CHECK_INT(run_sh("exit 0"), 0);
    CHECK_INT(run_sh("exit 7"), 7);
    CHECK_INT(run_sh("kill -9 $$"), 137);
    CHECK_INT(run_sh("kill -TERM $$"), 143);
}

static void jvm_that_does_not_exist(void) {
    const char *const argv[] = {jcr_init, "supervise", "--", "/no/such/java", NULL};
    CHECK_INT(finish(start_command(argv)), 125);
    CHECK_HAS(err(), "/no/such/java: No such file");
}

/* ---- what the caller has left open above 2 ---- */

/* The reading end; the writing end is what the next child inherits as 9. */
static int pipe_to_inherit(void) {
    int ends[2];
    CHECK_INT(pipe2(ends, O_CLOEXEC), 0);
    CHECK_INT(dup2(ends[1], 9), 9);
    close(ends[1]);
    return ends[0];
}

static void jvm_has_descriptors_of_the_caller(void) {
    char text[16] = "";
    int end = pipe_to_inherit();
    CHECK_INT(run_sh("echo from J >&9"), 0);
    close(9);
    CHECK_INT(read(end, text, sizeof text - 1), 7);
    CHECK_STR(text, "from J\n");
    close(end);
}

static void only_the_jvm_has_them(void) {
    char byte;
    int end = pipe_to_inherit();
    pid_t s = START("--", "sh", "-c", "ls /proc/self/fd; echo ready; exec sleep 100");
    close(9);
    EVENTUALLY(strstr(out(), "ready"));
    CHECK_STR(out(), "0\n1\n2\n3\nready\n"); /* 3: the directory */
    CHECK_INT(read(end, &byte, 1), 0);       /* nobody holds it, and the container runs */
    close(end);
    CHECK_INT(kill(s, SIGTERM), 0);
    CHECK_INT(finish(s), 143);
}

static void signals_reach_the_jvm(void) {
    const char *const script =
        "trap 'echo usr1; exit 3' USR1; echo ready; while :; do sleep 0.01; done";
    const char *const argv[] = {jcr_init, "supervise", "--", "/bin/sh", "-c", script, NULL};
    pid_t s = start_command(argv);
    EVENTUALLY(strstr(out(), "ready"));
    kill(s, SIGUSR1);
    CHECK_INT(finish(s), 3);
    CHECK_HAS(out(), "usr1");
    const char *const sleeper[] = {jcr_init, "supervise", "--", "/bin/sleep", "100", NULL};
    s = start_command(sleeper);
    /* As soon as J has been forked: not lost, while S is still becoming the sealed copy. */
    EVENTUALLY(content_of(text_of("/proc/%d/task/%d/children", (int)s, (int)s))[0] != '\0');
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 143);
}

static void jvm_gets_a_clean_start(void) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    CHECK_INT(run_sh("grep SigBlk /proc/self/status; ls /proc/self/fd | tr '\\n' ' '"), 0);
    CHECK_HAS(out(), "SigBlk:\t0000000000000000");
    CHECK_HAS(out(), "0 1 2 3 4 "); /* 4 is ls's own */
}

static void standard_streams_may_be_closed(void) {
    CHECK_INT(
        finish(start_command((const char *const[]){
            "/bin/sh", "-c",
            text_of("exec %s supervise -- /bin/sh -c 'readlink /proc/self/fd/0' <&-", jcr_init),
            NULL})),
        0);
    CHECK_STR(out(), "/dev/null\n");
}

static void supervisor_is_sealed(void) {
    pid_t s = START("--park", "--hold", "--", "true");
    (void)container_pid();
    char exe[256] = "";
    CHECK(readlink(text_of("/proc/%d/exe", (int)s), exe, sizeof exe - 1) > 0);
    CHECK_HAS(exe, "memfd:jcr-init");
    int fd = open(text_of("/proc/%d/exe", (int)s), O_WRONLY);
    CHECK(fd < 0);
    CHECK_STR(content_of(text_of("/proc/%d/comm", (int)s)), "jcr-init\n");
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 143);
}

/* ---- exit statuses ---- */

static void exit_statuses(void) {
    CHECK_INT(RUN("--", "true"), 0);
    CHECK_INT(RUN("--", "sh", "-c", "exit 7"), 7);
    CHECK_INT(RUN("--init", "--", "sh", "-c", "exit 7"), 7);
    CHECK_INT(RUN("--init", "--", "sh", "-c", "kill -9 $$"), 137);
    CHECK_INT(RUN("--init", "--", "sh", "-c", "kill -TERM $$"), 143);
    CHECK_INT(RUN("--no-pid", "--", "sh", "-c", "kill -TERM $$"), 143);
    CHECK_INT(RUN("--intermediate", "--park", "--", "sh", "-c", "exit 9"), 9);
}

static void command_not_found(void) {
    CHECK_INT(RUN("--", "no-such-command"), 127);
    CHECK_HAS(err(), "errno=ENOENT cause=0 detail=<>");
    CHECK_INT(RUN("--", "/no/such/command"), 127);
    CHECK_INT(RUN("--", "/bin/sh/x"), 127);
    CHECK_INT(RUN("--init", "--", "no-such-command"), 127);
    CHECK_INT(RUN("--file", "", "--", "sh"), 127);
}

static void command_not_executable(void) {
    write_file(text_of("%s/etc/plain", root_file_system()), "echo no\n");
    write_file(text_of("%s/bin/plain", root_file_system()), "echo no\n");
    write_file(text_of("%s/bin/binary", root_file_system()), "no program\n");
    CHECK_INT(chmod(text_of("%s/bin/binary", root_file_system()), 0755), 0);
    CHECK_INT(RUN("--", "/etc/plain"), 126);
    CHECK_HAS(err(), "errno=EACCES");
    CHECK_INT(RUN("--", "plain"), 126);
    CHECK_INT(RUN("--", "/etc"), 126);
    CHECK_INT(RUN("--", "/bin/binary"), 126);
    CHECK_HAS(err(), "errno=ENOEXEC");
}

static void interpreter_missing(void) {
    char *script = text_of("%s/bin/script", root_file_system());
    write_file(script, "#! /no/such/perl -w\n");
    CHECK_INT(chmod(script, 0755), 0);
    CHECK_INT(RUN("--", "/bin/script"), 127);
    CHECK_HAS(err(), "errno=ENOENT cause=1 detail=</no/such/perl>");
    CHECK_INT(RUN("--", "script"), 127);
    CHECK_HAS(err(), "cause=1 detail=</no/such/perl>");
    /* This test program is dynamically linked, and the root file system has no ld.so. */
    CHECK_INT(system(text_of("cp /bin/sleep %s/bin/dynamic", root_file_system())), 0);
    CHECK_INT(RUN("--", "/bin/dynamic"), 127);
    CHECK_HAS(err(), "cause=1 detail=</lib");
}

/* The exit status is S's own matter: a J that ends with 0 leaves the word to C. */
static void jvm_status_wins_when_not_zero(void) {
    CHECK_INT(RUN("--exit", "126", "--", "no-such-command"), 126);
    CHECK_INT(RUN("--exit", "3", "--linger", "100", "--", "true"), 3);
}

/* ---- signals ---- */

static pid_t sleeper(const char *option) {
    pid_t s = START(option, "--", "sh", "-c", "echo ready; exec sleep 100");
    EVENTUALLY(strstr(out(), "ready"));
    EVENTUALLY(strstr(content_of(text_of("/proc/%d/cmdline", (int)container_pid())), "sleep") ||
               strcmp(option, "--init") == 0);
    return s;
}

static int sleeper_after(const char *option, int signal) {
    pid_t s = sleeper(option);
    kill(s, signal);
    return finish(s);
}

static void default_actions_of_pid_1(void) {
    CHECK_INT(sleeper_after("--trace", SIGINT), 130);
    CHECK_INT(sleeper_after("--trace", SIGTERM), 143);
    CHECK_INT(sleeper_after("--trace", SIGHUP), 129);
    CHECK_INT(sleeper_after("--trace", SIGRTMIN + 3), 128 + SIGRTMIN + 3);
    CHECK_INT(sleeper_after("--intermediate", SIGQUIT), 131);
}

static void default_actions_elsewhere(void) {
    CHECK_INT(sleeper_after("--init", SIGTERM), 143);
    CHECK_INT(sleeper_after("--no-pid", SIGTERM), 143);
}

static void handled_signals(void) {
    static const char script[] =
        "trap 'echo got usr1' USR1; trap 'echo got term; exit 4' TERM; trap '' HUP; echo ready; "
        "while :; do sleep 0.01; done";
    static const char *const options[] = {"--trace", "--init"};
    for (int i = 0; i < 2; i++) {
        pid_t s = START(options[i], "--", "sh", "-c", script);
        EVENTUALLY(strstr(out(), "ready"));
        kill(s, SIGHUP); /* ignored */
        kill(s, SIGWINCH);
        kill(s, SIGUSR1);
        EVENTUALLY(strstr(out(), "got usr1"));
        kill(s, SIGTERM);
        CHECK_INT(finish(s), 4);
        CHECK_HAS(out(), "got term");
    }
}

/* tini and its like: PID 1 takes its signals by sigtimedwait. */
static void awaited_signals(void) {
    CHECK_INT(system(text_of("cp %s/sigwaiter %s/bin/", dirname_of(self), root_file_system())), 0);
    pid_t s = START("--", "sigwaiter");
    EVENTUALLY(strstr(out(), "ready"));
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 15);
}

/* A second one while the first wakes it up: it is on its way, neither waiting nor blocking; or when
 * it has ended and J has not. */
static void two_signals_at_once(void) {
    CHECK_INT(system(text_of("cp %s/sigwaiter %s/bin/", dirname_of(self), root_file_system())), 0);
    for (int i = 0; i < 20; i++) {
        pid_t s = START("--", "sigwaiter");
        EVENTUALLY(strstr(out(), "ready"));
        kill(s, SIGTERM);
        kill(s, SIGINT);
        int status = finish(s);
        if (status != SIGTERM) CHECK_INT(status, SIGINT);
    }
}

/* The program runs and J has not quite gone: the signal is the program's. */
static void signals_while_the_jvm_lingers(void) {
    pid_t s = START("--linger", "400", "--", "sh", "-c",
                    "trap 'echo got usr1; exit 6' USR1; echo ready; while :; do sleep 0.01; done");
    EVENTUALLY(strstr(out(), "ready"));
    kill(s, SIGUSR1);
    EVENTUALLY(strstr(out(), "got usr1"));
    CHECK_INT(finish(s), 6); /* it has ended before J, and its status has waited */
}

static void signal_while_parked_ends_all(void) {
    pid_t s = START("--park", "--hold", "--", "true");
    pid_t c = container_pid();
    kill(s, SIGINT);
    CHECK_INT(finish(s), 130);
    CHECK(!alive(c));
}

static void inherited_signal_state_stays_outside(void) {
    sigset_t all;
    sigfillset(&all);
    (void)root_file_system(); /* made by commands whose status is wanted */
    signal(SIGHUP, SIG_IGN);  /* nohup */
    signal(SIGUSR1, SIG_IGN);
    signal(SIGCHLD, SIG_IGN);
    sigprocmask(SIG_SETMASK, &all, NULL);
    pid_t s = START("--", "sh", "-c", "grep -E 'Sig(Blk|Ign)' /proc/self/status; exec sleep 100");
    EVENTUALLY(strstr(out(), "SigIgn"));
    CHECK_HAS(out(), "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000");
    kill(s, SIGHUP); /* ignored by S as by its caller */
    pause_ms(30);
    CHECK_INT(waitpid(s, NULL, WNOHANG), 0);
    signal(SIGCHLD, SIG_DFL); /* before it ends, or nobody could wait for it */
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 143);
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"jvm_status_is_kept", jvm_status_is_kept, NOTHING},
        {"jvm_has_descriptors_of_the_caller", jvm_has_descriptors_of_the_caller, NOTHING},
        {"only_the_jvm_has_them", only_the_jvm_has_them, ROOT | BUSYBOX},
        {"jvm_that_does_not_exist", jvm_that_does_not_exist, NOTHING},
        {"signals_reach_the_jvm", signals_reach_the_jvm, NOTHING},
        {"jvm_gets_a_clean_start", jvm_gets_a_clean_start, NOTHING},
        {"standard_streams_may_be_closed", standard_streams_may_be_closed, NOTHING},
        {"supervisor_is_sealed", supervisor_is_sealed, ROOT | BUSYBOX},
        {"exit_statuses", exit_statuses, ROOT | BUSYBOX},
        {"command_not_found", command_not_found, ROOT | BUSYBOX},
        {"command_not_executable", command_not_executable, ROOT | BUSYBOX},
        {"interpreter_missing", interpreter_missing, ROOT | BUSYBOX},
        {"jvm_status_wins_when_not_zero", jvm_status_wins_when_not_zero, ROOT | BUSYBOX},
        {"default_actions_of_pid_1", default_actions_of_pid_1, ROOT | BUSYBOX},
        {"default_actions_elsewhere", default_actions_elsewhere, ROOT | BUSYBOX},
        {"handled_signals", handled_signals, ROOT | BUSYBOX},
        {"awaited_signals", awaited_signals, ROOT | BUSYBOX},
        {"two_signals_at_once", two_signals_at_once, ROOT | BUSYBOX},
        {"signals_while_the_jvm_lingers", signals_while_the_jvm_lingers, ROOT | BUSYBOX},
        {"signal_while_parked_ends_all", signal_while_parked_ends_all, ROOT | BUSYBOX},
        {"inherited_signal_state_stays_outside", inherited_signal_state_stays_outside,
         ROOT | BUSYBOX},
    };
    if (argc > 1 && strcmp(argv[1], "fake") == 0) return fake_jvm(argc - 2, argv + 2);
    if (argc < 2) return 2;
    jcr_init = realpath(argv[1], NULL);
    self = realpath(argv[0], NULL);
    CHECK_INT(sys_close_range(3, ~0U), 0); /* what make or a shell has left open, J would have */
    return run_tests("supervise", tests, sizeof tests / sizeof *tests, argc > 2 ? argv[2] : NULL);
}
