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

/* What a link dangles to is made, below the root. */
static void dangling_links_are_made_inside(void) {
    const char *root = root_file_system();
    const char *outside = in("outside");
    CHECK_INT(symlink(outside, text_of("%s/absolute", root)), 0);
    CHECK_INT(symlink("../../../../../../../upwards-to/deep/er/", text_of("%s/upwards", root)), 0);
    CHECK_INT(symlink("second", text_of("%s/first", root)), 0);
    CHECK_INT(symlink("/upwards-to/third", text_of("%s/second", root)), 0);
    static const char *const ways[][2] = {{"/absolute", "outside"},
                                          {"/upwards", "/upwards-to/deep/er"},
                                          {"/first", "/upwards-to/third"}};
    for (int i = 0; i < 3; i++) {
        CHECK_INT(RUN("--evil", ways[i][0], "--", "ls", i == 0 ? outside : ways[i][1]), 0);
        CHECK_STR(out(), "bound\nmade\nmounted\nnode\n");
        CHECK(!exists(outside));
        CHECK(!exists("/upwards-to"));
    }
}

/* A file that is bind-mounted on a dangling link is mounted on what is made at the link's end. */
static void a_file_is_bound_where_a_link_dangles(void) {
    const char *root = root_file_system();
    CHECK_INT(mkdir(text_of("%s/links", root), 0755), 0);
    CHECK_INT(mkdir(text_of("%s/var", root), 0755), 0);
    CHECK_INT(symlink("../var/run/resolve/stub", text_of("%s/links/bound", root)), 0);
    CHECK_INT(symlink("/new-run", text_of("%s/var/run", root)), 0);
    CHECK_INT(RUN("--evil", "/links", "--", "grep", "-c", "Linux version", "/new-run/resolve/stub"),
              0);
    CHECK_STR(out(), "1\n");
    CHECK(!exists("/new-run"));
}

static void links_in_a_circle(void) {
    const char *root = root_file_system();
    CHECK_INT(mkdir(text_of("%s/links", root), 0755), 0);
    CHECK_INT(symlink("other", text_of("%s/links/bound", root)), 0);
    CHECK_INT(symlink("bound", text_of("%s/links/other", root)), 0);
    CHECK_INT(RUN("--evil", "/links", "--", "true"), 125);
    CHECK_HAS(err(),
              "errno=ELOOP cause=0 detail=</links/bound: its symbolic links lead in a circle");
}

static void a_file_is_not_bound_on_a_directory(void) {
    const char *root = root_file_system();
    CHECK_INT(mkdir(text_of("%s/links", root), 0755), 0);
    CHECK_INT(mkdir(text_of("%s/links/bound", root), 0755), 0);
    CHECK_INT(RUN("--evil", "/links", "--", "true"), 125);
    CHECK_HAS(err(), "errno=EISDIR cause=0 detail=</links/bound: it is a directory");
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
    CHECK_HAS(err(), "errno=ENODEV cause=0 detail=</dev/null is not the null device>");
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
        {"dangling_links_are_made_inside", dangling_links_are_made_inside, ROOT | BUSYBOX},
        {"a_file_is_bound_where_a_link_dangles", a_file_is_bound_where_a_link_dangles,
         ROOT | BUSYBOX},
        {"links_in_a_circle", links_in_a_circle, ROOT | BUSYBOX},
        {"a_file_is_not_bound_on_a_directory", a_file_is_not_bound_on_a_directory, ROOT | BUSYBOX},
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
