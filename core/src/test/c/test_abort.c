/* What goes wrong, and what is undone: aborts, the journal, failing operations. */
#include "check.h"
#include "fake_jvm.h"
#include "harness.h"

#include "../../main/c/kernel.h"
#include "../../main/c/small_file.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* ---- aborts ---- */

static void jvm_dies_while_parked(void) {
    write_file(in("made"), "");
    pid_t s = START("--begin", in("undo"), "--line", text_of("unlink %s", in("made")), "--park",
                    "--die-parked", "--", "true");
    CHECK_INT(finish(s), 137);
    CHECK(!alive(container_pid()));
    CHECK(!exists(in("made")));
    CHECK(!exists(in("undo")));
}

static void jvm_fails_after_the_launch(void) {
    pid_t s = START("--begin", in("undo"), "--exit", "125", "--linger", "50", "--", "sleep", "100");
    CHECK_INT(finish(s), 125);
    CHECK(!alive(container_pid()));
    CHECK(!exists(in("undo")));
}

static bool running(pid_t pid) {
    char *stat = content_of(text_of("/proc/%d/stat", (int)pid));
    return stat && !strstr(stat, ") Z ");
}

static int start_and_undo(const char *journal) {
    const char *const argv[] = {jcr_init, "undo", journal, NULL};
    return finish(start_command(argv));
}

static void supervisor_killed(void) {
    static const char *const options[][2] = {
        {"--trace", NULL}, {"--init", NULL}, {"--no-pid", NULL}, {"--uid", "1000"}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        pid_t s = options[i][1] ? START(options[i][0], options[i][1], "--begin", in("undo"), "--",
                                        "sh", "-c", "echo ready; exec sleep 100")
                                : START(options[i][0], "--begin", in("undo"), "--", "sh", "-c",
                                        "echo ready; exec sleep 100");
        EVENTUALLY(strstr(out(), "ready"));
        pid_t c = container_pid();
        kill(s, SIGKILL);
        CHECK_INT(finish(s), -9);
        EVENTUALLY(!alive(c) || strstr(content_of(text_of("/proc/%d/stat", (int)c)), ") Z"));
        waitpid(c, NULL, 0); /* ours now, as the subreaper's below */
        CHECK(exists(in("undo")));
        /* Unlocked, it is what `jcr gc` finds. */
        CHECK_INT(start_and_undo(in("undo")), 0);
    }
}

/* Everything is there by then, or only some of it: what is left is in the journal. */
static void supervisor_killed_at_any_moment(void) {
    static const char *const options[] = {"--park", "--intermediate", "--init"};
    for (int i = 0; i < 60; i++) {
        write_file(in("made"), "");
        pid_t s = START("--begin", in("undo"), "--line", text_of("unlink %s", in("made")),
                        options[i % 3], "--linger", "2", "--", "sleep", "100");
        pause_us(i * 150);
        kill(s, SIGKILL);
        CHECK_INT(finish(s), -9);
        /* C, if it is only just being made, shares the lock until it has closed what is S's. */
        EVENTUALLY(start_and_undo(in("undo")) == 0);
        CHECK(!exists(in("undo")));
    } /* processes left running are seen by the runner */
}

static void jvm_killed_at_any_moment(void) {
    for (int i = 0; i < 60; i++) {
        pid_t s = START("--begin", in("undo"), i % 2 ? "--park" : "--intermediate", "--linger",
                        "60000", "--", "sleep", "100");
        char *children = text_of("/proc/%d/task/%d/children", (int)s, (int)s);
        EVENTUALLY(content_of(children) && content_of(children)[0]);
        pid_t jvm = (pid_t)strtol(content_of(children), NULL, 10);
        pause_us(i * 150);
        kill(jvm, SIGKILL);
        CHECK_INT(finish(s), 137);
        CHECK(!exists(in("undo")));
    }
}

/* While C waits, J and C both hang on S. */
static void supervisor_killed_while_parked(void) {
    pid_t s = START("--begin", in("undo"), "--park", "--hold", "--", "true");
    pid_t c = container_pid();
    char *children = content_of(text_of("/proc/%d/task/%d/children", (int)s, (int)s));
    pid_t jvm = (pid_t)strtol(children, NULL, 10);
    CHECK(alive(c) && alive(jvm) && c != jvm);
    kill(s, SIGKILL);
    CHECK_INT(finish(s), -9);
    EVENTUALLY(!running(c) && !running(jvm));
}

/* ---- the journal ---- */

static void journal_is_run_at_the_end(void) {
    write_file(in("made"), "");
    pid_t s = START("--begin", in("undo"), "--line", text_of("unlink %s", in("made")), "--", "sh",
                    "-c", "echo ready; while ! test -e /tmp/go; do sleep 0.01; done; exit 5");
    EVENTUALLY(strstr(out(), "ready"));
    pid_t c = container_pid();
    CHECK_STR(content_of(in("undo")),
              text_of("unlink %s\nkill %d %llu %s\n", in("made"), (int)c,
                      (unsigned long long)process_start_time(c), boot_id()));
    int fd = open(in("undo"), O_RDWR);
    CHECK_INT(flock(fd, LOCK_EX | LOCK_NB), -1);
    CHECK_INT(errno, EWOULDBLOCK);
    close(fd);
    write_file(text_of("%s/tmp/go", root_file_system()), "");
    CHECK_INT(finish(s), 5);
    CHECK(!exists(in("made")));
    CHECK(!exists(in("undo")));
}

static void journal_without_a_container(void) {
    write_file(in("made"), "");
    CHECK_INT(
        RUN("--begin", in("undo"), "--line", text_of("unlink %s", in("made")), "--no-launch", "--"),
        0);
    CHECK(!exists(in("made")) && !exists(in("undo")));
    CHECK_INT(RUN("--begin", "/no/such/undo", "--no-launch", "--"), 0);
    CHECK_HAS(err(), "FAILED phase=0 index=0 errno=ENOENT cause=0 detail=</no/such/undo>");
}

/* It is left, so that jcr finds out what it has lost. */
static void damaged_journal(void) {
    pid_t s = START("--begin", in("undo"), "--", "sleep", "100");
    EVENTUALLY(strstr(err(), "EOF"));
    CHECK_INT(truncate(in("undo"), 0), 0);
    (void)kill(container_pid(), SIGKILL);
    CHECK_INT(finish(s), 137);
    CHECK(exists(in("undo")));
    CHECK_HAS(err(), "is damaged (jcr gc mends it and undoes the rest)");
}

static void reclaim(void) {
    write_file(in("made"), "");
    write_file(in("dead"), text_of("unlink %s\nunlink %s\n", in("made"), in("none")));
    CHECK_INT(RUN("--reclaim", in("dead"), "--no-launch", "--"), 0);
    CHECK_HAS(err(), "OK 2\n");
    CHECK(!exists(in("made")) && !exists(in("dead")));
    CHECK_INT(RUN("--reclaim", in("dead"), "--no-launch", "--"), 0);
    CHECK_HAS(err(), "OK 0\n");
    write_file(in("dead"), "frobnicate x\n");
    CHECK_INT(RUN("--reclaim", in("dead"), "--no-launch", "--"), 0);
    CHECK_HAS(err(), "FAILED phase=0 index=0 errno=EINVAL cause=0 detail=<frobnicate x>");
    int fd = open(in("dead"), O_RDWR);
    CHECK_INT(flock(fd, LOCK_EX), 0);
    CHECK_INT(RUN("--reclaim", in("dead"), "--no-launch", "--"), 0);
    CHECK_HAS(err(), "errno=EAGAIN"); /* EWOULDBLOCK's other name */
}

/* Alive, dead, stopped (a record and no journal), empty, and what is no container. */
static void dead(void) {
    CHECK_INT(RUN("--dead", in("none"), "--no-launch", "--"), 0);
    CHECK_HAS(err(), "NAMES\n");
    const char *const containers[] = {"all", "all/alive", "all/dead", "all/stopped", "all/empty"};
    for (int i = 0; i < 5; i++) CHECK_INT(mkdir(in(containers[i]), 0755), 0);
    write_file(in("all/alive/undo"), "");
    write_file(in("all/stopped/record"), "");
    write_file(in("all/file"), "");
    int fd = open(in("all/alive/undo"), O_RDWR);
    CHECK_INT(flock(fd, LOCK_EX), 0);
    CHECK_INT(RUN("--dead", in("all"), "--no-launch", "--"), 0);
    CHECK(strstr(err(), "NAMES empty dead\n") || strstr(err(), "NAMES dead empty\n"));
    write_file(in("all/dead/undo"), "");
    CHECK_INT(rmdir(in("all/empty")), 0);
    CHECK_INT(RUN("--dead", in("all"), "--no-launch", "--"), 0);
    CHECK_HAS(err(), "NAMES dead\n");
    close(fd);
    CHECK_INT(RUN("--dead", in("all/file"), "--no-launch", "--"), 0);
    CHECK_HAS(err(), "FAILED phase=0 index=0 errno=ENOTDIR");
}

/* More than there is room for: the rest comes up the next time. */
static void many_dead(void) {
    enum { COUNT = 200 };
    CHECK_INT(mkdir(in("all"), 0755), 0);
    char name[260];
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "all/%03d%0240d", i, 0);
        CHECK_INT(mkdir(in(name), 0755), 0);
    }
    CHECK_INT(RUN("--dead", in("all"), "--no-launch", "--"), 0);
    const char *names = strstr(err(), "NAMES");
    CHECK(names && !strstr(names, " bad"));
    int count = 0;
    for (const char *at = names; at && (at = strchr(at + 1, ' '));) count++;
    CHECK(count > 100 && count < COUNT);
}

static void notes(void) {
    write_file(in("events"), "low 0\noom_kill 1\n");
    CHECK_INT(RUN("--note", in("events"), "--", "true"), 0);
    CHECK_HAS(err(), "test: killed for memory at 0.0 MiB\n");
    write_file(in("events"), "oom_kill_disable 1\noom_kill 0\n");
    CHECK_INT(RUN("--note", in("events"), "--", "true"), 0);
    CHECK(!strstr(err(), "killed for memory"));
}

/* ---- failures ---- */

static void failures_name_the_operation(void) {
    CHECK_INT(RUN("--join", "/no/such/netns", "--", "true"), 0);
    CHECK_HAS(err(), "FAILED phase=1 index=0 errno=ENOENT");
    CHECK_INT(RUN("--join", "/proc/self/ns/mnt", "--", "true"), 0); /* of another kind */
    CHECK_HAS(err(), "FAILED phase=1 index=0 errno=EINVAL");
    CHECK_INT(finish(start("--root", "/no/such/root", "--", "true", NULL)), 125);
    CHECK_HAS(err(), "FAILED phase=2 index=1 errno=ENOENT cause=0 detail=<source /no/such/root>");
    CHECK_INT(finish(start("--root", "/no/such/root", "--init", "--park", "--", "true", NULL)),
              125);
    CHECK_HAS(err(), "FAILED phase=2 index=3");
}

static void malformed_packets(void) {
    write_file(in("raw"), "nonsense");
    CHECK_INT(RUN("--raw", in("raw"), "--exit", "125", "--"), 125);
    CHECK_HAS(err(), "errno=EPROTO");
    write_file(in("raw"), "\x02\x02\x02\x02xxxx");
    CHECK_INT(RUN("--raw", in("raw"), "--exit", "125", "--"), 125);
    CHECK_HAS(err(), "errno=EPROTO");
}

/* A plugin that ends the JVM: nobody may take that for success. */
static void a_plugin_ends_the_jvm(void) {
    write_file(in("made"), "");
    CHECK_INT(RUN("--begin", in("undo"), "--line", text_of("unlink %s", in("made")), "--no-launch",
                  "--calling", "plugin mine: Network.prepare", "--"),
              125);
    CHECK_HAS(err(), "plugin mine: Network.prepare ended Java with status 0: a plugin must not do");
    CHECK(!exists(in("made")) && !exists(in("undo")));
    CHECK_INT(RUN("--no-launch", "--calling", "plugin mine", "--exit", "134", "--"), 125);
    CHECK_HAS(err(), "plugin mine crashed Java (signal 6)");
    CHECK_INT(RUN("--no-launch", "--calling", "plugin mine", "--exit", "143", "--"), 143);
    CHECK_INT(RUN("--no-launch", "--calling", "plugin mine: Network.prepare\n", "--"), 0);
    CHECK_INT(RUN("--no-launch", "--exit", "3", "--"), 3);
}

static void a_plugin_ends_the_jvm_while_parked(void) {
    static const char *const options[] = {"--leave-parked", "--detach"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        CHECK_INT(RUN("--begin", in("undo"), options[i], "--leave-parked", "--park", "--calling",
                      "plugin mine: Network.attach", "--", "true"),
                  125);
        CHECK_HAS(err(), "plugin mine: Network.attach ended Java with status 0");
        CHECK(!exists(in("undo")));
    }
}

static void undo_command(void) {
    write_file(in("made"), "");
    write_file(in("undo"), text_of("unlink %s\n", in("made")));
    CHECK_INT(start_and_undo(in("undo")), 0);
    CHECK(!exists(in("made")) && !exists(in("undo")));
    CHECK_INT(start_and_undo(in("undo")), 0);
    write_file(in("undo"), "frobnicate\n");
    CHECK_INT(start_and_undo(in("undo")), 1);
    CHECK_HAS(err(), "undo frobnicate: Invalid argument");
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"jvm_dies_while_parked", jvm_dies_while_parked, ROOT | BUSYBOX},
        {"jvm_fails_after_the_launch", jvm_fails_after_the_launch, ROOT | BUSYBOX},
        {"supervisor_killed", supervisor_killed, ROOT | BUSYBOX},
        {"supervisor_killed_while_parked", supervisor_killed_while_parked, ROOT | BUSYBOX},
        {"supervisor_killed_at_any_moment", supervisor_killed_at_any_moment, ROOT | BUSYBOX},
        {"jvm_killed_at_any_moment", jvm_killed_at_any_moment, ROOT | BUSYBOX},
        {"journal_is_run_at_the_end", journal_is_run_at_the_end, ROOT | BUSYBOX},
        {"journal_without_a_container", journal_without_a_container, NOTHING},
        {"damaged journal", damaged_journal, NOTHING},
        {"reclaim", reclaim, NOTHING},
        {"dead", dead, NOTHING},
        {"many dead", many_dead, NOTHING},
        {"notes", notes, ROOT | BUSYBOX},
        {"failures_name_the_operation", failures_name_the_operation, ROOT | BUSYBOX},
        {"malformed_packets", malformed_packets, ROOT | BUSYBOX},
        {"a_plugin_ends_the_jvm", a_plugin_ends_the_jvm, NOTHING},
        {"a_plugin_ends_the_jvm_while_parked", a_plugin_ends_the_jvm_while_parked, ROOT | BUSYBOX},
        {"undo_command", undo_command, NOTHING},
    };
    if (argc > 1 && strcmp(argv[1], "fake") == 0) return fake_jvm(argc - 2, argv + 2);
    if (argc < 2) return 2;
    jcr_init = realpath(argv[1], NULL);
    self = realpath(argv[0], NULL);
    return run_tests("abort", tests, sizeof tests / sizeof *tests, argc > 2 ? argv[2] : NULL);
}
