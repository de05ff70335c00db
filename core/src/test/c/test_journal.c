/* The undo journal: its format, its order, and each verb, on directories of the test's own. */
#include "journal_run.h"

#include "../../main/c/journal.h"
#include "../../main/c/kernel.h"
#include "../../main/c/small_file.h"
#include "../../main/c/undo.h"

#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void runs_backwards(void) {
    /* Backwards the file goes before its directory; forwards the directory would stay. */
    make(in("d"));
    write_file(in("d/f"), "");
    struct undo_result r = run(text_of("rmdir %s\nunlink %s\n", in("d"), in("d/f")), 0);
    CHECK_INT((long long)r.steps, 2);
    CHECK(!exists(in("d")));
    CHECK(!exists(in("undo")));
}

static void twice_is_fine(void) {
    make(in("d"));
    char *text = text_of(
        "rmdir %s\nunlink %s/none\ntree %s\nunmount %s\ncgroup %s\n"
        "link jcr-none\nwrite %s/none 1\nlease %s/none me\nrelease %s/none me\n",
        in("d"), in("d"), in("t"), in("t"), in("c"), in("d"), in("d"), in("d"));
    run(text, 0);
    run(text, 0);
}

static void unfinished_last_line(void) {
    write_file(in("f"), "");
    write_file(in("g"), "");
    run(text_of("unlink %s\nunlink %s", in("f"), in("g")), 0);
    CHECK(!exists(in("f")));
    CHECK(exists(in("g")));
    run("", 0);
    run("\n\n", 0);
}

static void escaped_fields(void) {
    write_file(in("a b\tc\nd\\e"), "");
    run(text_of("unlink %s/a\\040b\\011c\\012d\\134e\n", scratch()), 0);
    CHECK(!exists(in("a b\tc\nd\\e")));
}

static void failure_keeps_the_journal(void) {
    quiet();
    write_file(in("f"), "");
    struct undo_result r =
        run(text_of("unlink %s\nfrobnicate x\nunlink\nunlink a b\n", in("f")), 3);
    CHECK_INT(r.error, EINVAL);
    CHECK_STR(r.what, "unlink a b");
    CHECK(!exists(in("f"))); /* the rest was run all the same */
    CHECK(exists(in("undo")));
}

static void tree_with_the_journal(void) {
    quiet();
    make(in("state"));
    make(in("state/rootfs"));
    write_file(in("state/state.json"), "{}");
    char *journal = in("state/undo");
    struct journal j;
    write_file(journal, text_of("tree %s\nfrobnicate\n", in("state")));
    CHECK_INT(journal_open(&j, journal, false), 0);
    CHECK_INT((long long)journal_run(&j).failures, 1);
    CHECK(exists(in("state/state.json"))); /* needed to try again */
    journal_close(&j);

    write_file(journal, text_of("tree %s\n", in("state")));
    CHECK_INT(journal_open(&j, journal, false), 0);
    CHECK_INT((long long)journal_run(&j).failures, 0);
    CHECK(!exists(in("state")));
    journal_close(&j);
}

static void directory_of_a_new_container(void) {
    struct journal j;
    char *journal = in("new/undo");
    CHECK_INT(journal_begin(&j, journal), 0);
    CHECK(exists(journal));
    CHECK_INT((long long)journal_run(&j).failures, 0);
    CHECK(!exists(in("new")));
    journal_close(&j);

    make(in("old"));
    CHECK_INT(journal_begin(&j, in("old/undo")), 0);
    CHECK_INT((long long)journal_run(&j).failures, 0);
    CHECK(exists(in("old")));
    journal_close(&j);

    CHECK_INT(journal_begin(&j, in("none/new/undo")), -1);
    CHECK_INT(errno, ENOENT);
}

static void lock_is_exclusive(void) {
    struct journal j, other;
    CHECK_INT(journal_open(&j, in("undo"), true), 0);
    CHECK_INT(journal_open(&other, in("undo"), false), -1);
    CHECK_INT(errno, EWOULDBLOCK);
    journal_close(&j);
    CHECK_INT(journal_open(&other, in("undo"), false), 0);
    journal_close(&other);
}

static void tree_follows_no_link(void) {
    make(in("out"));
    write_file(in("out/precious"), "x");
    make(in("t"));
    make(in("t/a"));
    CHECK_INT(symlink(in("out"), in("t/a/link")), 0);
    CHECK_INT(symlink("/nowhere", in("t/dangling")), 0);
    CHECK_INT(symlink(in("out"), in("top")), 0);
    run(text_of("tree %s\n", in("t")), 0);
    CHECK(!exists(in("t")));
    quiet();
    run(text_of("tree %s\n", in("top")), 1);
    CHECK(exists(in("out/precious")));
}

static void tree_refuses_odd_paths(void) {
    quiet();
    run("tree /\ntree relative\ntree \ntree /tmp/\n", 4);
}

static void tree_of_any_depth(void) {
    make(in("deep"));
    int dir = open(in("deep"), O_PATH | O_DIRECTORY);
    for (int i = 0; i < 1000; i++) { /* longer than PATH_MAX, deeper than it recurses */
        CHECK_INT(mkdirat(dir, "dddddddd", 0755), 0);
        int next = openat(dir, "dddddddd", O_PATH | O_DIRECTORY);
        CHECK(next >= 0);
        close(dir);
        dir = next;
    }
    close(dir);
    run(text_of("tree %s\n", in("deep")), 0);
    CHECK(!exists(in("deep")));
}

static void tree_of_many_files(void) {
    make(in("wide"));
    for (int i = 0; i < 2000; i++) write_file(text_of("%s/%d", in("wide"), i), "");
    run(text_of("tree %s\n", in("wide")), 0);
    CHECK(!exists(in("wide")));
}

static void tree_stays_on_its_mount(void) {
    own_mounts();
    quiet();
    make(in("t"));
    make(in("t/m"));
    make(in("other"));
    write_file(in("other/precious"), "x");
    CHECK_INT(mount(in("other"), in("t/m"), NULL, MS_BIND, NULL), 0); /* the same file system */
    run(text_of("tree %s\n", in("t")), 1);
    run(text_of("tree %s\n", in("t/m")), 1);
    CHECK(exists(in("other/precious")));
    run(text_of("tree %s\nunmount %s\n", in("t"), in("t/m")), 0);
    CHECK(!exists(in("t")));
    CHECK(exists(in("other/precious")));
}

static void unmount_is_idempotent(void) {
    own_mounts();
    make(in("m"));
    CHECK_INT(mount("tmpfs", in("m"), "tmpfs", 0, NULL), 0);
    write_file(in("m/busy"), "");
    int held = open(in("m/busy"), O_RDONLY); /* busy: detached all the same */
    run(text_of("rmdir %s\nunmount %s\nunmount %s\n", in("m"), in("m"), in("m")), 0);
    CHECK(!exists(in("m")));
    close(held);
}

static void rmdir_leaves_what_is_in_use(void) {
    make(in("d"));
    make(in("d/e"));
    run(text_of("rmdir %s\n", in("d")), 0);
    CHECK(exists(in("d/e")));
    own_mounts();
    CHECK_INT(mount("tmpfs", in("d"), "tmpfs", 0, NULL),
              0); /* EBUSY, as from a cgroup with children */
    run(text_of("rmdir %s\n", in("d")), 0);
    CHECK(exists(in("d")));
}

static void lease_of_its_owner(void) {
    CHECK_INT(symlink("box", in("l")), 0);
    run(text_of("lease %s other\n", in("l")), 0);
    CHECK(exists(in("l")));
    run(text_of("lease %s box\n", in("l")), 0);
    CHECK(!exists(in("l")));
}

static void write_existing_only(void) {
    write_file(in("sysctl"), "0");
    run(text_of("write %s 1\nwrite %s/none 1\n", in("sysctl"), scratch()), 0);
    CHECK_STR(content_of(in("sysctl")), "1");
    CHECK(!exists(in("none")));
}

static void release_by_the_last(void) {
    make(in("bridge"));
    make(in("bridge/claims"));
    write_file(in("bridge/claims/a"), "");
    write_file(in("bridge/claims/b"), "");
    write_file(in("shared"), "");
    write_file(in("bridge/undo"), text_of("unlink %s\n", in("shared")));
    run(text_of("release %s a\n", in("bridge")), 0);
    CHECK(exists(in("shared")));
    CHECK(exists(in("bridge/claims/b")));
    run(text_of("release %s b\n", in("bridge")), 0);
    CHECK(!exists(in("shared")));
    CHECK(!exists(in("bridge")));
    run(text_of("release %s b\n", in("bridge")), 0);
}

static void release_keeps_what_failed(void) {
    quiet();
    make(in("bridge"));
    make(in("bridge/claims"));
    write_file(in("bridge/undo"), "frobnicate\n");
    run(text_of("release %s a\n", in("bridge")), 1);
    CHECK(exists(in("bridge/undo")));
    run(text_of("release %s ../undo\n", in("bridge")), 1);
    CHECK(exists(in("bridge/undo")));
}

static void release_waits_for_the_lock(void) {
    make(in("bridge"));
    int lock = open(in("bridge/lock"), O_RDWR | O_CREAT, 0600);
    CHECK_INT(flock(lock, LOCK_EX), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(lock);
        run(text_of("release %s a\n", in("bridge")), 0);
        _exit(0);
    }
    pause_ms(50);
    CHECK(exists(in("bridge")));
    close(lock);
    /* fork has shared the description: the child's copy is closed, so the lock is free now. */
    int status;
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK_INT(status, 0);
    CHECK(!exists(in("bridge")));
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"runs_backwards", runs_backwards, NOTHING},
        {"twice_is_fine", twice_is_fine, ROOT},
        {"unfinished_last_line", unfinished_last_line, NOTHING},
        {"escaped_fields", escaped_fields, NOTHING},
        {"failure_keeps_the_journal", failure_keeps_the_journal, NOTHING},
        {"tree_with_the_journal", tree_with_the_journal, NOTHING},
        {"directory_of_a_new_container", directory_of_a_new_container, NOTHING},
        {"lock_is_exclusive", lock_is_exclusive, NOTHING},
        {"tree_follows_no_link", tree_follows_no_link, NOTHING},
        {"tree_refuses_odd_paths", tree_refuses_odd_paths, NOTHING},
        {"tree_of_any_depth", tree_of_any_depth, NOTHING},
        {"tree_of_many_files", tree_of_many_files, NOTHING},
        {"tree_stays_on_its_mount", tree_stays_on_its_mount, ROOT},
        {"unmount_is_idempotent", unmount_is_idempotent, ROOT},
        {"rmdir_leaves_what_is_in_use", rmdir_leaves_what_is_in_use, ROOT},
        {"lease_of_its_owner", lease_of_its_owner, NOTHING},
        {"write_existing_only", write_existing_only, NOTHING},
        {"release_by_the_last", release_by_the_last, NOTHING},
        {"release_keeps_what_failed", release_keeps_what_failed, NOTHING},
        {"release_waits_for_the_lock", release_waits_for_the_lock, NOTHING},
    };
    return run_tests("journal", tests, sizeof tests / sizeof *tests, argc > 1 ? argv[1] : NULL);
}
