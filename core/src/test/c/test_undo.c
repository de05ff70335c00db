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

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"kill_checks_who_it_is", kill_checks_who_it_is, NOTHING},
        {"link_is_deleted", link_is_deleted, ROOT},
        {"nft_table_is_deleted", nft_table_is_deleted, ROOT},
        {"cgroup_is_emptied", cgroup_is_emptied, ROOT},
        {"frozen_cgroup_is_emptied", frozen_cgroup_is_emptied, ROOT},
    };
    return run_tests("undo", tests, sizeof tests / sizeof *tests, argc > 1 ? argv[1] : NULL);
}
