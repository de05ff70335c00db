/* The verbs of the undo journal that are about processes, interfaces and cgroups. */
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

static void kill_checks_who_it_is(void) {
    pid_t pid = fork();
    if (pid == 0)
        for (;;) pause();
    unsigned long long start = process_start_time(pid);
    CHECK(start > 0);
    run(text_of("kill %d %llu %s\n", (int)pid, start + 1, boot_id()), 0);
    run(text_of("kill %d %llu another-boot\n", (int)pid, start), 0);
    CHECK_INT(waitpid(pid, NULL, WNOHANG), 0);
    run(text_of("kill %d %llu %s\n", (int)pid, start, boot_id()), 0);
    int status;
    CHECK_INT(waitpid(pid, &status, WNOHANG), pid); /* it has waited for the end */
    CHECK_INT(WTERMSIG(status), SIGKILL);
    run(text_of("kill %d %llu %s\n", (int)pid, start, boot_id()), 0);
}

/* ---- network: in a namespace of the test's own ---- */

static void link_is_deleted(void) {
    CHECK_INT(unshare(CLONE_NEWNET), 0);
    if (system("ip link add jcr-t0 type veth peer name jcr-t1 2>/dev/null") != 0)
        skip("needs ip(8) and veth");
    CHECK(if_nametoindex("jcr-t0") > 0);
    run("link jcr-t0\n", 0);
    CHECK_INT(if_nametoindex("jcr-t0"), 0);
    CHECK_INT(if_nametoindex("jcr-t1"), 0);
    run("link jcr-t0\n", 0);
    quiet();
    run("link a-name-that-is-too-long\n", 1);
}

static void nft_table_is_deleted(void) {
    CHECK_INT(unshare(CLONE_NEWNET), 0);
    run("nft-table inet jcr-none\nnft-table ip6 jcr-none\n", 0);
    quiet();
    run("nft-table klingon jcr\n", 1);
    if (system("nft add table inet jcr-t 2>/dev/null") != 0) skip("deleting one needs nft(8)");
    run("nft-table inet jcr-t\n", 0);
    CHECK(system("nft list table inet jcr-t 2>/dev/null") != 0);
}

/* ---- cgroups: the v1 hierarchy of pids, or v2 ---- */

static const char *cgroup_root(void) {
    if (exists("/sys/fs/cgroup/cgroup.procs")) return "/sys/fs/cgroup";
    if (exists("/sys/fs/cgroup/pids/cgroup.procs")) return "/sys/fs/cgroup/pids";
    return NULL;
}

static pid_t member(const char *cgroup) {
    pid_t pid = fork();
    if (pid == 0)
        for (;;) pause();
    CHECK_INT(file_write(text_of("%s/cgroup.procs", cgroup), text_of("%d", (int)pid)), 0);
    return pid;
}

static void cgroup_is_emptied(void) {
    if (!cgroup_root()) skip("needs a cgroup hierarchy at /sys/fs/cgroup");
    char *top = text_of("%s/jcr-test-%d", cgroup_root(), (int)getpid());
    if (mkdir(top, 0755) < 0) skip("needs a writable cgroup hierarchy");
    char *below = text_of("%s/below", top);
    make(below);
    pid_t one = member(top), two = member(below), three = member(below);
    signal(SIGCHLD, SIG_IGN); /* reaped at once: a zombie would keep a v1 cgroup busy */
    run(text_of("cgroup %s\n", top), 0);
    CHECK(!exists(top));
    CHECK(kill(one, 0) < 0 && kill(two, 0) < 0 && kill(three, 0) < 0);
    run(text_of("cgroup %s\n", top), 0);
}

static void frozen_cgroup_is_emptied(void) {
    const char *root = "/sys/fs/cgroup/freezer";
    if (!exists(text_of("%s/cgroup.procs", root))) skip("needs the v1 freezer");
    char *top = text_of("%s/jcr-test-%d", root, (int)getpid());
    make(top);
    pid_t pid = member(top);
    CHECK_INT(file_write(text_of("%s/freezer.state", top), "FROZEN"), 0);
    signal(SIGCHLD, SIG_IGN);
    run(text_of("cgroup %s\n", top), 0);
    CHECK(!exists(top));
    CHECK(kill(pid, 0) < 0);
}

/* ---- programs ---- */

static void program_runs_with_input_and_environment(void) {
    write_file(in("input"), "two words\n");
    char *text = text_of("exec %s A=1\\0402 B= /bin/sh -c %s %s\n", in("input"),
                         "cat\\040>$0;env\\040>>$0", in("output"));
    run(text, 0);
    char *output = content_of(in("output"));
    CHECK_HAS(output, "two words\n");
    CHECK_HAS(output, "A=1 2\n");
    CHECK_HAS(output, "B=\n");
    CHECK(!strstr(output, "HOME="));
}

static void failing_program_keeps_the_journal(void) {
    quiet();
    struct undo_result r = run("exec /dev/null /bin/sh -c exit\\0403\n", 1);
    CHECK_INT(r.error, EIO);
    CHECK(exists(in("undo")));
    run("exec /dev/null /none\n", 1);
    run("exec /dev/null A=1\n", 1);
    run("exec /dev/null\n", 1);
    CHECK_INT(waitpid(-1, NULL, WNOHANG), -1); /* none is left */
}

static void program_without_its_input_has_nothing_to_do(void) {
    run(text_of("exec %s /bin/false\n", in("none")), 0);
}

static void program_has_the_signals_of_a_new_one(void) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    signal(SIGPIPE, SIG_IGN);
    run(text_of("exec /dev/null /bin/sh -c %s %s\n",
                "grep\\040Sig[BI]\\040/proc/self/status>$0;ls\\040/proc/self/fd>>$0", in("output")),
        0);
    char *output = content_of(in("output"));
    CHECK_HAS(output, "SigBlk:\t0000000000000000");
    const char *ignored = strstr(output, "SigIgn:\t");
    CHECK(ignored && (strtoull(ignored + 8, NULL, 16) >> (SIGPIPE - 1) & 1) == 0);
    CHECK(!strstr(output, "4\n"));
}

static void program_dies_with_who_undoes(void) {
    pid_t undoing = fork();
    if (undoing == 0)
        run(text_of("exec /dev/null /bin/sh -c %s %s\n", "echo\\040$$>$0;exec\\040sleep\\0401000",
                    in("pid")),
            0);
    EVENTUALLY(content_of(in("pid")) && strchr(content_of(in("pid")), '\n'));
    pid_t program = (pid_t)strtol(content_of(in("pid")), NULL, 10);
    CHECK(alive(program));
    CHECK_INT(kill(undoing, SIGKILL), 0);
    CHECK_INT(waitpid(undoing, NULL, 0), undoing);
    char *stat = text_of("/proc/%d/stat", (int)program); /* a zombie, where PID 1 does not reap */
    EVENTUALLY(!exists(stat) || strstr(content_of(stat), ") Z "));
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"kill_checks_who_it_is", kill_checks_who_it_is, NOTHING},
        {"link_is_deleted", link_is_deleted, ROOT},
        {"nft_table_is_deleted", nft_table_is_deleted, ROOT},
        {"cgroup_is_emptied", cgroup_is_emptied, ROOT},
        {"frozen_cgroup_is_emptied", frozen_cgroup_is_emptied, ROOT},
        {"program_runs_with_input_and_environment", program_runs_with_input_and_environment,
         NOTHING},
        {"failing_program_keeps_the_journal", failing_program_keeps_the_journal, NOTHING},
        {"program_without_its_input_has_nothing_to_do", program_without_its_input_has_nothing_to_do,
         NOTHING},
        {"program_has_the_signals_of_a_new_one", program_has_the_signals_of_a_new_one, NOTHING},
        {"program_dies_with_who_undoes", program_dies_with_who_undoes, NOTHING},
    };
    return run_tests("undo", tests, sizeof tests / sizeof *tests, argc > 1 ? argv[1] : NULL);
}
