/* The container's root file system: nothing in it is trusted, and parts of it are hidden. */
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

/* ---- the root file system is not to be trusted ---- */

static void links_do_not_lead_outside(void) {
    const char *root = root_file_system();
    char *outside = in("outside");
    CHECK_INT(mkdir(outside, 0755), 0);
    /* Absolute, and too many times up: both end in the directory of that name below the root. */
    CHECK_INT(system(text_of("mkdir -p %s%s", root, outside)), 0);
    CHECK_INT(symlink(outside, text_of("%s/absolute", root)), 0);
    CHECK_INT(symlink(text_of("../../../../../../../..%s", outside), text_of("%s/upwards", root)),
              0);
    static const char *const ways[] = {"/absolute", "/upwards"};
    for (int i = 0; i < 2; i++) {
        CHECK_INT(RUN("--evil", ways[i], "--", "sh", "-c",
                      text_of("ls %s; cd %s/mounted/deep && cat /proc/self/mountinfo | "
                              "grep -c mounted/deep",
                              ways[i], ways[i])),
                  0);
        CHECK_STR(out(), "bound\nmade\nmounted\nnode\n1\n");
        CHECK_INT(rmdir(outside), 0); /* still empty */
        CHECK_INT(mkdir(outside, 0755), 0);
        CHECK_INT(system(text_of("rm -r %s%s/*", root, outside)), 0);
    }
}

static void dangling_links_make_nothing(void) {
    const char *root = root_file_system();
    CHECK_INT(symlink(in("outside"), text_of("%s/dangling", root)), 0);
    CHECK_INT(RUN("--evil", "/dangling", "--", "true"), 125);
    CHECK_HAS(err(), "FAILED phase=2");
    CHECK(!exists(in("outside")));
}

static void masked_paths(void) {
    CHECK_INT(RUN("--", "sh", "-c",
                  "stat -c %t:%T /proc/timer_list; wc -c < /proc/timer_list; "
                  "ls /sys/firmware | wc -l; touch /sys/firmware/x 2>&1"),
              1);
    CHECK_STR(out(), "1:3\n0\n0\ntouch: /sys/firmware/x: Read-only file system\n");
}

static void null_has_to_be_the_device(void) {
    CHECK_INT(RUN("--wrong-null", "--", "true"), 125);
    CHECK_HAS(err(), "errno=ENODEV detail=</dev/null is not the null device>");
}

static void read_only_paths(void) {
    CHECK_INT(RUN("--", "sh", "-c",
                  "for f in /proc/sys/kernel/hostname /proc/irq/default_smp_affinity; do "
                  "(echo x > $f) 2>&1; done; grep -c ' /proc/sys ro' /proc/self/mountinfo"),
              0);
    CHECK_HAS(out(), "/proc/sys/kernel/hostname: Read-only file system");
    CHECK_HAS(out(), "/proc/irq/default_smp_affinity: Read-only file system");
}

static void working_directory(void) {
    CHECK_INT(RUN("--chdir", "/etc", "--", "readlink", "/proc/self/cwd"), 0);
    CHECK_STR(out(), "/etc\n");
    CHECK_INT(RUN("--chdir", "/none", "--", "true"), 125);
    CHECK_HAS(err(), "errno=ENOENT");
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"links_do_not_lead_outside", links_do_not_lead_outside, ROOT | BUSYBOX},
        {"dangling_links_make_nothing", dangling_links_make_nothing, ROOT | BUSYBOX},
        {"masked_paths", masked_paths, ROOT | BUSYBOX},
        {"null_has_to_be_the_device", null_has_to_be_the_device, ROOT | BUSYBOX},
        {"read_only_paths", read_only_paths, ROOT | BUSYBOX},
        {"working_directory", working_directory, ROOT | BUSYBOX},
    };
    if (argc > 1 && strcmp(argv[1], "fake") == 0) return fake_jvm(argc - 2, argv + 2);
    if (argc < 2) return 2;
    jcr_init = realpath(argv[1], NULL);
    self = realpath(argv[0], NULL);
    return run_tests("root", tests, sizeof tests / sizeof *tests, argc > 2 ? argv[2] : NULL);
}
