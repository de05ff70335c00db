/* DETACH and RECORD: F, S' and C, whichever of them dies; the exit file; the successor. */
#include "check.h"
#include "fake_jvm.h"
#include "harness.h"

#include "../../main/c/small_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* S' becomes the test's own child when F has ended. */
static void adopt(void) {
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

#define DETACH(...)                                                                                \
    START("--begin", in("undo"), "--exit-file", in("exit"), "--detach", "--log", in("log"),        \
          __VA_ARGS__)

/* The pid of S', by the answer to DETACH: the last OK. */
static pid_t detached_pid(void) {
    char *last = NULL;
    for (char *at = err(); (at = strstr(at, "OK ")) != NULL; at++) last = at;
    CHECK(last != NULL);
    pid_t pid = (pid_t)strtol(last + 3, NULL, 10);
    CHECK(pid > 1);
    return pid;
}

static char *field(pid_t pid, const char *key) {
    char *status = content_of(text_of("/proc/%d/status", (int)pid));
    char *at = status ? strstr(status, text_of("\n%s:\t", key)) : NULL;
    CHECK(at != NULL);
    at += strlen(key) + 3;
    at[strcspn(at, "\n")] = '\0';
    return at;
}

static void outlives_its_session(void) {
    adopt();
    CHECK_INT(
        finish(DETACH("--", "sh", "-c",
                      "echo ready; while ! test -e /tmp/go; do sleep 0.01; done; read x; exit 5")),
        0);
    pid_t s = detached_pid(), c = container_pid();
    CHECK_STR(content_of(in("err")), err());
    CHECK_INT(getsid(s), s);
    CHECK_INT(strtol(field(c, "PPid"), NULL, 10), s);
    for (int fd = 0; fd < 3; fd++) {
        char link[64] = "";
        CHECK(readlink(text_of("/proc/%d/fd/%d", (int)s, fd), link, sizeof link - 1) > 0);
        CHECK_STR(link, "/dev/null");
    }
    char cwd[64] = "";
    CHECK(readlink(text_of("/proc/%d/cwd", (int)s), cwd, sizeof cwd - 1) > 0);
    CHECK_STR(cwd, "/");
    CHECK_STR(field(s, "Umask"), "0022");
    write_file(text_of("%s/tmp/go", root_file_system()), "");
    CHECK_INT(finish(s), 5); /* stdin is /dev/null */
    CHECK_HAS(content_of(in("log")), " stdout F ready\n");
    CHECK(!exists(in("undo")));
    CHECK_STR(out(), "");
}

/* Little more than what it has to know: one page here and there. */
static void small(void) {
    adopt();
    CHECK_INT(finish(DETACH("--control", in("control"), "--", "sleep", "100")), 0);
    pid_t s = detached_pid();
    char *rollup = content_of(text_of("/proc/%d/smaps_rollup", (int)s));
    CHECK(rollup && strstr(rollup, "\nPss:"));
    long pss = strtol(strstr(rollup, "\nPss:") + 5, NULL, 10);
    if (!strstr(jcr_init, "sanitized") && pss > 256) CHECK_INT(pss, 256);
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 143);
    CHECK(!exists(in("control")));
}

static void holds_no_descriptor_of_the_callers(void) {
    adopt();
    CHECK_INT(finish(DETACH("--", "sleep", "100")), 0);
    pid_t s = detached_pid();
    for (int fd = 0; fd < 64; fd++) {
        char link[256] = "";
        if (readlink(text_of("/proc/%d/fd/%d", (int)s, fd), link, sizeof link - 1) < 0) continue;
        CHECK(!strstr(link, "/err") && !strstr(link, "/out") && !strstr(link, "/dev/pts"));
    }
    CHECK_STR(text_of("%s", content_of(text_of("/proc/%d/fdinfo/0", (int)container_pid()))
                                ? "open"
                                : "closed"),
              "open");
    kill(s, SIGKILL);
    CHECK_INT(finish(s), -9);
}

/* ---- the exit file ---- */

static char *exit_text(void) {
    char *text = content_of(in("exit"));
    CHECK(text != NULL);
    return text;
}

static void exit_file(void) {
    static const struct {
        const char *script, *wanted;
        int status;
    } cases[] = {
        {"exit 0", "{\"exitStatus\": 0, \"signal\": 0, \"oomKilled\": false, ", 0},
        {"exit 7", "{\"exitStatus\": 7, \"signal\": 0, ", 7},
        {"kill -9 $$", "{\"exitStatus\": 137, \"signal\": 9, ", 137},
    };
    adopt();
    for (size_t i = 0; i < 3; i++) {
        CHECK_INT(finish(DETACH("--no-pid", "--", "sh", "-c", cases[i].script)), 0);
        CHECK_INT(finish(detached_pid()), cases[i].status);
        CHECK_HAS(exit_text(), cases[i].wanted);
        CHECK_HAS(exit_text(), "\"error\": \"\"}\n");
        char started[40], finished[40];
        CHECK_INT(sscanf(strstr(exit_text(), "\"startedAt\""),
                         "\"startedAt\": \"%30s\", \"finishedAt\": \"%30s", started, finished),
                  2);
        CHECK(strlen(started) == 30 && started[29] == 'Z' && strcmp(started, finished) < 0);
    }
    struct stat st;
    CHECK_INT(stat(in("exit"), &st), 0);
    CHECK_INT(st.st_mode & 0777, 0644);
    CHECK(!exists(in("exit.new")));
}

static void exit_file_of_a_foreground_run(void) {
    CHECK_INT(RUN("--begin", in("undo"), "--exit-file", in("exit"), "--", "sh", "-c",
                  "echo seen; exit 3"),
              3);
    CHECK_STR(out(), "seen\n");
    CHECK_HAS(exit_text(), "{\"exitStatus\": 3, ");
}

static void killed_for_memory_is_recorded(void) {
    adopt();
    write_file(in("events"), "oom_kill 1\n");
    CHECK_INT(finish(DETACH("--note", in("events"), "--", "true")), 0);
    CHECK_INT(finish(detached_pid()), 0);
    CHECK_HAS(exit_text(), "\"oomKilled\": true");
}

static void failed_undo_is_recorded(void) {
    adopt();
    CHECK_INT(mkdir(in("full"), 0755), 0);
    write_file(in("full/file"), "");
    CHECK_INT(finish(DETACH("--line", text_of("unlink %s", in("full")), "--", "true")), 0);
    CHECK_INT(finish(detached_pid()), 0);
    CHECK_HAS(exit_text(), text_of("\"error\": \"undo unlink %s: Is a directory\"", in("full")));
    CHECK(exists(in("undo"))); /* for gc */
}

/* The program never ran: what was there before stays, and nothing half-made. */
static void no_exit_file_without_a_program(void) {
    adopt();
    write_file(in("exit"), "old");
    CHECK_INT(finish(DETACH("--exit", "127", "--", "no-such-command")), 127);
    CHECK_STR(content_of(in("exit")), "old");
    CHECK_INT(finish(DETACH("--init", "--exit", "127", "--", "no-such-command")), 127);
    CHECK_STR(content_of(in("exit")), "old");
    CHECK_INT(finish(DETACH("--park", "--die-parked", "--", "true")), 137);
    CHECK_STR(content_of(in("exit")), "old");
    CHECK(!exists(in("exit.new")) && !exists(in("undo")));
}

/* A full disk is met at the beginning, not at the end. */
static void room_for_the_exit_file_is_reserved(void) {
    adopt();
    own_mounts();
    CHECK_INT(mkdir(in("small"), 0755), 0);
    CHECK_INT(mount("tmpfs", in("small"), "tmpfs", 0, "size=16k"), 0);
    pid_t s = START("--exit-file", in("small/exit"), "--detach", "--", "sh", "-c",
                    "while ! test -e /tmp/go; do sleep 0.01; done");
    CHECK_INT(finish(s), 0);
    int fd = open(in("small/fill"), O_WRONLY | O_CREAT, 0600);
    static const char zeroes[4096];
    while (write(fd, zeroes, sizeof zeroes) > 0) {
    }
    CHECK_INT(errno, ENOSPC);
    write_file(text_of("%s/tmp/go", root_file_system()), "");
    EVENTUALLY(exists(in("small/exit")));
    CHECK_HAS(content_of(in("small/exit")), "\"exitStatus\": 0");
    CHECK_INT(RUN("--exit-file", in("small/second"), "--no-launch", "--"), 0);
    CHECK_HAS(err(), text_of("errno=ENOSPC cause=0 detail=<%s>", in("small/second")));
    close(fd);
    while (waitpid(-1, NULL, 0) > 0) {
    }
    CHECK_INT(umount(in("small")), 0);
}

/* Who waits for the lock, or finds no journal, finds the exit file. */
static void exit_file_is_there_when_the_journal_is_not(void) {
    adopt();
    for (int i = 0; i < 50; i++) {
        unlink(in("exit"));
        CHECK_INT(finish(DETACH("--", "true")), 0);
        while (exists(in("undo"))) {
        }
        CHECK(exists(in("exit")));
        CHECK_INT(finish(detached_pid()), 0);
    }
}

/* ---- the successor ---- */

static void successor(const char *script) {
    write_file(in("successor"), text_of("#!/bin/sh\n%s\n", script));
    CHECK_INT(chmod(in("successor"), 0755), 0);
}

static void successor_is_executed_at_the_very_end(void) {
    adopt();
    successor(
        "ls $(dirname $1) > $1.listed; echo $$ > $1.pid; readlink /proc/$$/fd/2 > $1.stderr; "
        "grep SigBlk /proc/self/status > $1.blocked; ls /proc/self/fd > $1.fds; exit 9");
    CHECK_INT(finish(DETACH("--successor", in("successor"), "--", "false-or-so")), 0);
    CHECK_INT(finish(detached_pid()), 127); /* it never ran: nothing is to be started again */
    CHECK_INT(finish(DETACH("--successor", in("successor"), "--", "true")), 0);
    pid_t s = detached_pid();
    CHECK_INT(finish(s), 9);
    CHECK_STR(content_of(in("exit.pid")), text_of("%d\n", (int)s)); /* in its own place */
    CHECK_HAS(content_of(in("exit.listed")), "exit\n");
    CHECK(!strstr(content_of(in("exit.listed")), "undo"));
    CHECK_STR(content_of(in("exit.stderr")), "/dev/null\n");
    CHECK_HAS(content_of(in("exit.blocked")), "0000000000000000");
    CHECK_STR(content_of(in("exit.fds")), "0\n1\n2\n3\n"); /* 3 is ls's own */
}

static void no_successor_of_a_failed_start(void) {
    adopt();
    successor("touch $1.run");
    CHECK_INT(finish(DETACH("--successor", in("successor"), "--exit", "125", "--linger", "30", "--",
                            "sleep", "100")),
              125);
    CHECK(!exists(in("exit.run")));
}

/* ---- deaths ---- */

static void jvm_fails_after_detaching(void) {
    adopt();
    write_file(in("made"), "");
    CHECK_INT(finish(DETACH("--line", text_of("unlink %s", in("made")), "--exit", "125", "--linger",
                            "30", "--", "sleep", "100")),
              125);
    /* F has waited for it. */
    CHECK(!exists(in("made")) && !exists(in("undo")));
    CHECK(!alive(container_pid()));
    CHECK_INT(finish(DETACH("--no-launch", "--die-detached", "--")), 137);
    CHECK(!exists(in("undo")));
}

static void nothing_launched(void) {
    adopt();
    CHECK_INT(finish(DETACH("--no-launch", "--")), 0);
    CHECK(!exists(in("undo")) && !exists(in("exit")));
}

static void front_killed_at_any_moment(void) {
    adopt();
    for (int i = 0; i < 60; i++) {
        pid_t f =
            DETACH(i % 2 ? "--park" : "--intermediate", "--linger", "60000", "--", "sleep", "100");
        pause_us(i * 200);
        kill(f, SIGKILL);
        CHECK_INT(finish(f), -9);
        while (waitpid(-1, NULL, 0) > 0) { /* J, and S' once it has undone all */
        }
        /* Killed before the fork: the journal is gc's. */
        if (exists(in("undo"))) {
            const char *const argv[] = {jcr_init, "undo", in("undo"), NULL};
            CHECK_INT(finish(start_command(argv)), 0);
        }
        CHECK(!exists(in("undo")));
    }
}

static void supervisor_killed_at_any_moment(void) {
    adopt();
    for (int i = 0; i < 60; i++) {
        pid_t f =
            DETACH(i % 2 ? "--park" : "--intermediate", "--linger", "300", "--", "sleep", "100");
        EVENTUALLY(strstr(err(), "OK ") && strstr(strstr(err(), "OK ") + 1, "OK ") &&
                   strstr(strstr(strstr(err(), "OK ") + 1, "OK ") + 1, "OK "));
        pid_t s = detached_pid();
        pause_us(i * 150);
        kill(s, SIGKILL);
        int status = finish(f); /* on a busy machine J may have gone before */
        CHECK(status == 125 || status == 0);
        if (status == 125) CHECK_HAS(err(), "jcr-init: the container's supervisor was killed\n");
        while (waitpid(-1, NULL, 0) > 0) {
        }
        const char *const argv[] = {jcr_init, "undo", in("undo"), NULL};
        CHECK_INT(finish(start_command(argv)), 0);
        CHECK(!exists(in("undo")));
    }
}

static void supervisor_killed_later(void) {
    adopt();
    CHECK_INT(finish(DETACH("--control", in("control"), "--", "sleep", "100")), 0);
    pid_t s = detached_pid(), c = container_pid();
    CHECK(exists(in("control")));
    kill(s, SIGKILL);
    CHECK_INT(finish(s), -9);
    EVENTUALLY(strstr(content_of(text_of("/proc/%d/stat", (int)c)), ") Z "));
    CHECK_INT(waitpid(c, NULL, 0), c);
    int fd = open(in("undo"), O_RDWR);
    CHECK_INT(flock(fd, LOCK_EX | LOCK_NB), 0);
    close(fd);
    const char *const argv[] = {jcr_init, "undo", in("undo"), NULL};
    CHECK_INT(finish(start_command(argv)), 0);
    CHECK(!exists(in("control")) && !exists(in("exit")));
}

static void signals_reach_the_program(void) {
    adopt();
    CHECK_INT(finish(DETACH("--", "sh", "-c",
                            "trap 'exit 4' TERM; echo ready; while :; do sleep 0.01; done")),
              0);
    EVENTUALLY(strstr(content_of(in("log")), "ready"));
    kill(detached_pid(), SIGTERM);
    CHECK_INT(finish(detached_pid()), 4);
}

static void what_cannot_be_opened_is_named(void) {
    adopt();
    CHECK_INT(RUN("--detach", "--log", "/no/such/log", "--no-launch", "--exit", "125", "--"), 125);
    CHECK_HAS(err(), "FAILED phase=0 index=0 errno=ENOENT cause=0 detail=</no/such/log>");
    CHECK_INT(RUN("--detach", "--control", "/no/such/x", "--no-launch", "--exit", "125", "--"),
              125);
    CHECK_HAS(err(), "errno=ENOENT cause=0 detail=</no/such/x>");
    CHECK_INT(RUN("--detach", "--max-file", "0", "--no-launch", "--exit", "125", "--"), 125);
    CHECK_HAS(err(), "errno=EPROTO");
    CHECK_INT(RUN("--detach", "--stdin", "3", "--no-launch", "--exit", "125", "--"), 125);
    CHECK_HAS(err(), "errno=EPROTO");
    CHECK_INT(RUN("--exit-file", "/no/such/exit", "--no-launch", "--exit", "125", "--"), 125);
    CHECK_HAS(err(), "errno=ENOENT cause=0 detail=</no/such/exit>");
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"outlives_its_session", outlives_its_session, ROOT | BUSYBOX},
        {"small", small, ROOT | BUSYBOX},
        {"holds_no_descriptor_of_the_callers", holds_no_descriptor_of_the_callers, ROOT | BUSYBOX},
        {"exit_file", exit_file, ROOT | BUSYBOX},
        {"exit_file_of_a_foreground_run", exit_file_of_a_foreground_run, ROOT | BUSYBOX},
        {"killed_for_memory_is_recorded", killed_for_memory_is_recorded, ROOT | BUSYBOX},
        {"failed_undo_is_recorded", failed_undo_is_recorded, ROOT | BUSYBOX},
        {"no_exit_file_without_a_program", no_exit_file_without_a_program, ROOT | BUSYBOX},
        {"room_for_the_exit_file_is_reserved", room_for_the_exit_file_is_reserved, ROOT | BUSYBOX},
        {"exit_file_is_there_when_the_journal_is_not", exit_file_is_there_when_the_journal_is_not,
         ROOT | BUSYBOX},
        {"successor_is_executed_at_the_very_end", successor_is_executed_at_the_very_end,
         ROOT | BUSYBOX},
        {"no_successor_of_a_failed_start", no_successor_of_a_failed_start, ROOT | BUSYBOX},
        {"jvm_fails_after_detaching", jvm_fails_after_detaching, ROOT | BUSYBOX},
        {"nothing_launched", nothing_launched, NOTHING},
        {"front_killed_at_any_moment", front_killed_at_any_moment, ROOT | BUSYBOX},
        {"supervisor_killed_at_any_moment", supervisor_killed_at_any_moment, ROOT | BUSYBOX},
        {"supervisor_killed_later", supervisor_killed_later, ROOT | BUSYBOX},
        {"signals_reach_the_program", signals_reach_the_program, ROOT | BUSYBOX},
        {"what_cannot_be_opened_is_named", what_cannot_be_opened_is_named, ROOT | BUSYBOX},
    };
    if (argc > 1 && strcmp(argv[1], "fake") == 0) return fake_jvm(argc - 2, argv + 2);
    if (argc < 2) return 2;
    jcr_init = realpath(argv[1], NULL);
    self = realpath(argv[0], NULL);
    return run_tests("detach", tests, sizeof tests / sizeof *tests, argc > 2 ? argv[2] : NULL);
}
