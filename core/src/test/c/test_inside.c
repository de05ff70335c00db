/* What the container's process sees, and that the host sees nothing of it. */
#include "check.h"
#include "fake_jvm.h"
#include "harness.h"

#include "../../main/c/kernel.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *link_of(const char *path) {
    char *text = calloc(1, 256);
    CHECK(readlink(path, text, 255) > 0);
    return text;
}

static void namespaces_of_its_own(void) {
    static const char *const kinds[] = {"mnt", "pid", "uts", "ipc", "net", "cgroup"};
    static const char script[] =
        "for n in mnt pid uts ipc net cgroup user; do "
        "readlink /proc/self/ns/$n; done";
    static const char *const options[] = {"--trace", "--intermediate", "--init"};
    for (int o = 0; o < 3; o++) {
        CHECK_INT(RUN(options[o], "--", "sh", "-c", script), 0);
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            CHECK_HAS(out(), kinds[i]);
            CHECK(!strstr(out(), link_of(text_of("/proc/self/ns/%s", kinds[i]))));
        }
        CHECK_HAS(out(), link_of("/proc/self/ns/user"));
    }
}

static void joins_a_namespace(void) {
    CHECK_INT(RUN("--join", "/proc/self/ns/net", "--", "readlink", "/proc/self/ns/net"), 0);
    CHECK_STR(out(), text_of("%s\n", link_of("/proc/self/ns/net")));
    CHECK_INT(RUN("--join", "/proc/self/ns/net", "--intermediate", "--park", "--", "true"), 0);
}

static void host_is_untouched(void) {
    char *mounts = content_of("/proc/self/mountinfo");
    char host_name[256], after[256];
    CHECK_INT(gethostname(host_name, sizeof host_name), 0);
    pid_t s = START("--park", "--", "sh", "-c", "hostname; echo ready; exec sleep 100");
    EVENTUALLY(strstr(out(), "ready"));
    CHECK_STR(content_of("/proc/self/mountinfo"), mounts);
    CHECK_INT(gethostname(after, sizeof after), 0);
    CHECK_STR(after, host_name);
    CHECK_STR(out(), "box\nready\n");
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 143);
    CHECK_STR(content_of("/proc/self/mountinfo"), mounts);
}

static void root_is_the_given_one(void) {
    write_file(text_of("%s/etc/marker", root_file_system()), "here\n");
    static const char *const options[] = {"--trace", "--chroot"};
    for (int i = 0; i < 2; i++) {
        CHECK_INT(RUN(options[i], "--", "sh", "-c",
                      "cat /etc/marker; cd /..; ls; pwd; readlink /proc/self/cwd"),
                  0);
        CHECK_STR(out(), "here\nbin\ndev\netc\nproc\nsys\ntmp\n/\n/\n");
    }
    CHECK_INT(RUN("--", "cat", "/proc/self/mountinfo"), 0);
    CHECK(!strstr(out(), "/work ") && !strstr(out(), " /boot"));
}

static void no_descriptor_is_inherited(void) {
    int extra = open("/etc", O_RDONLY | O_DIRECTORY);
    CHECK(fcntl(extra, F_DUPFD, 60) == 60);
    static const char *const options[] = {"--trace", "--init", "--intermediate"};
    for (int i = 0; i < 3; i++) {
        CHECK_INT(RUN(options[i], "--park", "--", "sh", "-c", "echo /proc/$$/fd/*"), 0);
        /* 3 is the directory that the shell itself is reading. */
        CHECK_HAS(out(), "/fd/0 /proc/");
        CHECK(!strstr(out(), "/fd/4") && !strstr(out(), "/fd/5") && !strstr(out(), "/fd/60"));
    }
}

/* Parked, C shows what it keeps: streams, its three sockets, S's pidfd. Not the journal and its
 * lock. */
static bool has_first_seven(const char *fd) {
    for (int n = 0; n < 40; n++)
        if (exists(text_of("%s/%d", fd, n)) != (n < 7)) return false;
    return true;
}

static void c_keeps_what_it_needs(void) {
    static const char *const options[] = {"--trace", "--intermediate"};
    for (int i = 0; i < 2; i++) {
        pid_t s = START("--begin", in("undo"), options[i], "--park", "--hold", "--", "true");
        char *fd = text_of("/proc/%d/fd", (int)container_pid());
        EVENTUALLY(has_first_seven(fd));
        kill(s, SIGTERM);
        CHECK_INT(finish(s), 143);
    }
}

/* Without a program C holds its namespaces until J is done, and ends well; not when J is gone. */
static void a_room_without_a_program(void) {
    CHECK_INT(RUN("--begin", in("undo"), "--intermediate", "--room", "--", "unused"), 0);
    CHECK_STR(out(), "");
    CHECK(!exists(in("undo")));
    pid_t s = START("--begin", in("undo"), "--intermediate", "--room", "--hold", "--", "unused");
    char *mounts = text_of("/proc/%d/ns/mnt", (int)container_pid());
    CHECK(strcmp(link_of(mounts), link_of("/proc/self/ns/mnt")) != 0);
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 143);
    CHECK(!exists(mounts) && !exists(in("undo")));
}

static void what_follows_park_is_run(void) {
    CHECK_INT(RUN("--park", "--lo-up", "--", "cat", "/proc/sys/kernel/domainname",
                  "/sys/class/net/lo/flags"),
              0);
    CHECK_STR(out(), "proceeded\n0x9\n"); /* IFF_UP | IFF_LOOPBACK */
    CHECK_INT(RUN("--park", "--bad-link", "--", "true"), 125);
    CHECK_HAS(err(), "FAILED phase=2 index=2 errno=ENODEV");
}

/* Everything is mounted then, but the host's root is still there. */
static void j_is_met_before_the_root_is_entered(void) {
    CHECK_INT(RUN("--meet", "--park", "--", "cat", "/proc/sys/kernel/hostname"), 0);
    CHECK_HAS(err(), "MET\n");
    CHECK_STR(out(), "box\n");
    pid_t s = START("--begin", in("undo"), "--meet", "--hold", "--", "true");
    char *root = text_of("/proc/%d/root", (int)container_pid());
    EVENTUALLY(strstr(err(), "MET\n"));
    CHECK(exists(text_of("%s%s", root, in("undo"))));
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 143);
    CHECK(!exists(in("undo")));
}

static void trace_counts_every_operation(void) {
    CHECK_INT(RUN("--trace", "--", "true"), 0);
    CHECK_HAS(err(), "TRACE ");
    long plain = strtol(strstr(err(), "TRACE ") + 6, NULL, 10);
    CHECK_INT(RUN("--trace", "--park", "--", "true"), 0);
    long parked = strtol(strstr(err(), "TRACE ") + 6, NULL, 10);
    CHECK_INT(parked, plain + 2); /* Park, and what follows it */
    CHECK_INT(RUN("--trace", "--intermediate", "--init", "--", "true"), 0);
    CHECK_INT(strtol(strstr(err(), "TRACE ") + 6, NULL, 10), plain + 2);
    CHECK_INT(RUN("--trace", "--", "no-such-command"), 127);
    CHECK_INT(strtol(strstr(err(), "TRACE ") + 6, NULL, 10), plain);
    char *heard = err();
    CHECK(strstr(heard, "TRACE ") < strstr(heard, "FAILED "));
}

/* TEARDOWN takes the last byte of what J has written. */
static void the_teardown_is_part_of_the_trace(void) {
    double begin = 0, duration = -1;
    write_file(in("trace"), "[{}]");
    CHECK_INT(RUN("--begin", in("undo"), "--trace", "--teardown", in("trace"), "--", "true"), 0);
    char *trace = content_of(in("trace"));
    CHECK_INT(sscanf(trace, "[{},{\"ts\":%lf,\"dur\":%lf}]", &begin, &duration), 2);
    CHECK(begin > 0 && duration > 0 && trace[strlen(trace) - 1] == ']');
    CHECK(!strstr(err(), "trace: teardown"));
    /* without a journal there is none */
    write_file(in("trace"), "[{}]");
    CHECK_INT(RUN("--trace", "--teardown", in("trace"), "--", "true"), 0);
    CHECK_STR(content_of(in("trace")), "[{}]");
    /* J was gone before it wrote */
    write_file(in("trace"), "");
    CHECK_INT(RUN("--begin", in("undo"), "--teardown", in("trace"), "--exit", "9", "--", "true"),
              9);
    CHECK_STR(content_of(in("trace")), "");
    CHECK_INT(RUN("--teardown", in("no/such"), "--", "true"), 0);
    CHECK_HAS(err(), "FAILED phase=0 index=0 errno=ENOENT cause=0 detail=<the trace>");
}

/* ---- privileges ---- */

static void modes_and_umask(void) {
    umask(077); /* the caller's is neither the nodes' nor the program's */
    CHECK_INT(RUN("--", "sh", "-c", "umask; stat -c %a /dev/null /dev/pts /dev/shm"), 0);
    CHECK_STR(out(), "0022\n666\n755\n1777\n");
}

static void capabilities(void) {
    static const char script[] = "grep -E 'Cap(Prm|Eff|Bnd|Amb)|NoNew' /proc/self/status; id";
    CHECK_INT(RUN("--", "sh", "-c", script), 0);
    CHECK_STR(out(),
              "CapPrm:\t00000000a80425fb\nCapEff:\t00000000a80425fb\n"
              "CapBnd:\t00000000a80425fb\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\n"
              "uid=0 gid=0 groups=10,20\n");
    CHECK_INT(RUN("--uid", "1000", "--", "sh", "-c", script), 0);
    CHECK_STR(out(),
              "CapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n"
              "CapBnd:\t00000000a80425fb\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\n"
              "uid=1000 gid=1000 groups=10,20\n");
}

static void seccomp_filters(void) {
    CHECK_INT(RUN("--no-mkdir", "--uid", "1000", "--", "sh", "-c",
                  "/bin/busybox mkdir /tmp/x 2>&1; grep Seccomp: /proc/self/status"),
              0);
    CHECK_STR(out(),
              "mkdir: can't create directory '/tmp/x': Operation not permitted\n"
              "Seccomp:\t2\n");
}

static void session_and_limits(void) {
    CHECK_INT(RUN("--", "sh", "-c",
                  "ulimit -n; ulimit -Hn; cut -d' ' -f5,6 /proc/self/stat 2>/dev/null; "
                  "tty; (echo x >/dev/tty) 2>&1"),
              1);
    CHECK_HAS(out(), "1024\n1024\n");
    CHECK_HAS(out(), "not a tty\n");
    CHECK_HAS(out(), "/dev/tty: No such device or address");
}

static void large_environment(void) {
    CHECK_INT(RUN("--environment-size", "120000", "--", "sh", "-c", "echo ${#LARGE}"), 0);
    CHECK_STR(out(), "119994\n");
    CHECK_INT(RUN("--environment-size", "3000000", "--", "true"), 126);
    CHECK_HAS(err(), "errno=E2BIG"); /* a packet of 3 MB has arrived, the kernel takes no more */
}

static void user_namespace(void) {
    CHECK_INT(RUN("--bare", "--user-namespace", "--park", "--", "/bin/sh", "-c",
                  "id -u; tr -s ' ' < /proc/self/uid_map; readlink /proc/self/ns/user; "
                  "grep CapEff /proc/self/status"),
              0);
    CHECK_HAS(out(), "0\n 0 0 1\n");
    CHECK(!strstr(out(), link_of("/proc/self/ns/user")));
    CHECK(!strstr(out(), "CapEff:\t0000000000000000"));
}

/* The container's root is root over its own network namespace, and asks about the host's. */
static void asks_about_links_of_the_host(void) {
    CHECK_INT(RUN("--bare", "--user-namespace", "--park", "--lo-up", "--host-question", "--",
                  "/bin/true"),
              0);
    CHECK_INT(
        RUN("--bare", "--user-namespace", "--park", "--lo-up", "--host-change", "--", "/bin/true"),
        125);
    CHECK_HAS(err(), "FAILED phase=2 index=3 errno=EPERM");
    CHECK_INT(RUN("--bare", "--intermediate", "--park", "--host-question", "--", "/bin/true"), 0);
}

static void starts_in_its_cgroup(void) {
    const char *root = exists("/sys/fs/cgroup/unified/cgroup.procs") ? "/sys/fs/cgroup/unified"
                       : exists("/sys/fs/cgroup/cgroup.controllers") ? "/sys/fs/cgroup"
                                                                     : NULL;
    if (!root) skip("needs cgroup v2");
    char *cgroup = text_of("%s/jcr-test-%d", root, (int)getpid());
    if (mkdir(cgroup, 0755) < 0) skip("needs a writable cgroup v2 hierarchy");
    pid_t s =
        START("--bare", "--cgroup", cgroup, "--", "/bin/sh", "-c", "echo ready; exec sleep 9");
    EVENTUALLY(strstr(out(), "ready"));
    char *members = content_of(text_of("%s/cgroup.procs", cgroup));
    CHECK_STR(members, text_of("%d\n", (int)container_pid()));
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 143);
    CHECK_INT(rmdir(cgroup), 0);
    CHECK_INT(RUN("--bare", "--cgroup", cgroup, "--", "/bin/true"), 0);
    CHECK_HAS(err(), "FAILED phase=1 index=0 errno=ENOENT");
}

/* ---- what S costs ---- */

static void little_memory(void) {
    long limit = strstr(jcr_init, "sanitized") ? 65536 : 256; /* the sanitizers take their own */
    pid_t s = START("--begin", in("undo"), "--", "sh", "-c", "echo ready; exec sleep 100");
    EVENTUALLY(strstr(out(), "ready"));
    EVENTUALLY(content_of(text_of("/proc/%d/task/%d/children", (int)s, (int)s)));
    char *rollup = content_of(text_of("/proc/%d/smaps_rollup", (int)s));
    CHECK_HAS(rollup, "\nPss:");
    CHECK(strtol(strstr(rollup, "\nPss:") + 5, NULL, 10) < limit);
    kill(s, SIGTERM);
    CHECK_INT(finish(s), 143);
}

/* It lies where the test programs' directory does. */
static const char *replay(void) {
    return text_of("%.*s/../jcr-replay", (int)(strrchr(self, '/') - self), self);
}

static void replays_a_packet(void) {
    CHECK_INT(RUN("--park", "--dump", in("packet"), "--", "sh", "-c", "echo again; exit 4"), 4);
    const char *const argv[] = {replay(), "--time", in("packet"), "3", NULL};
    CHECK_INT(finish(start_command(argv)), 4);
    CHECK_HAS(out(), "again\ntotal=");
    CHECK_HAS(out(), " PivotRoot=");
    CHECK_HAS(out(), " exec=");
    const char *const none[] = {replay(), "/no/such/file", NULL};
    CHECK_INT(finish(start_command(none)), 125);
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"namespaces_of_its_own", namespaces_of_its_own, ROOT | BUSYBOX},
        {"joins_a_namespace", joins_a_namespace, ROOT | BUSYBOX},
        {"host_is_untouched", host_is_untouched, ROOT | BUSYBOX},
        {"root_is_the_given_one", root_is_the_given_one, ROOT | BUSYBOX},
        {"no_descriptor_is_inherited", no_descriptor_is_inherited, ROOT | BUSYBOX},
        {"c_keeps_what_it_needs", c_keeps_what_it_needs, ROOT | BUSYBOX},
        {"a_room_without_a_program", a_room_without_a_program, ROOT | BUSYBOX},
        {"what_follows_park_is_run", what_follows_park_is_run, ROOT | BUSYBOX},
        {"j_is_met_before_the_root_is_entered", j_is_met_before_the_root_is_entered,
         ROOT | BUSYBOX},
        {"trace_counts_every_operation", trace_counts_every_operation, ROOT | BUSYBOX},
        {"the_teardown_is_part_of_the_trace", the_teardown_is_part_of_the_trace, ROOT | BUSYBOX},
        {"modes_and_umask", modes_and_umask, ROOT | BUSYBOX},
        {"capabilities", capabilities, ROOT | BUSYBOX},
        {"seccomp_filters", seccomp_filters, ROOT | BUSYBOX},
        {"session_and_limits", session_and_limits, ROOT | BUSYBOX},
        {"large_environment", large_environment, ROOT | BUSYBOX},
        {"user_namespace", user_namespace, ROOT | BUSYBOX},
        {"asks_about_links_of_the_host", asks_about_links_of_the_host, ROOT | BUSYBOX},
        {"starts_in_its_cgroup", starts_in_its_cgroup, ROOT | BUSYBOX},
        {"little_memory", little_memory, ROOT | BUSYBOX},
        {"replays_a_packet", replays_a_packet, ROOT | BUSYBOX},
    };
    if (argc > 1 && strcmp(argv[1], "fake") == 0) return fake_jvm(argc - 2, argv + 2);
    if (argc < 2) return 2;
    jcr_init = realpath(argv[1], NULL);
    self = realpath(argv[0], NULL);
    return run_tests("inside", tests, sizeof tests / sizeof *tests, argc > 2 ? argv[2] : NULL);
}
