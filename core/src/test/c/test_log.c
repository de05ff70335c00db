/* The log of a detached container: its records, its rotation, and a disk without room. */
#include "check.h"
#include "fake_jvm.h"
#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINE_MAX_ = 16384 };

/* Runs the script detached to its end; fields of the log that follow are the options'. */
static void run(const char *script, const char *max_size, const char *max_file, const char *log) {
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    pid_t f = START("--detach", "--log", log, "--max-size", max_size, "--max-file", max_file, "--",
                    "sh", "-c", script);
    CHECK_INT(finish(f), 0);
    int status;
    CHECK(waitpid(-1, &status, 0) > 0); /* S' */
    CHECK_INT(WEXITSTATUS(status), 0);
}

static char *logged(const char *script) {
    unlink(in("log"));
    run(script, "0", "1", in("log"));
    return content_of(in("log"));
}

/* The records of a log without their times: "stdout F text\n…". */
static char *records(const char *log) {
    regex_t time;
    const char *const pattern =
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{9}Z ";
    CHECK(log != NULL);
    CHECK_INT(regcomp(&time, pattern, REG_EXTENDED), 0);
    char *text = calloc(1, strlen(log) + 1), *end = text;
    for (const char *line = log; *line; line = strchr(line, '\n') + 1) {
        CHECK_INT(regexec(&time, line, 0, NULL, 0), 0);
        size_t length = strcspn(line + 31, "\n") + 1;
        memcpy(end, line + 31, length);
        end += length;
    }
    regfree(&time);
    return text;
}

static void lines_of_both_streams(void) {
    CHECK_STR(records(logged("echo one; echo; printf 'a\\tb\\r\\n'")),
              "stdout F one\nstdout F \nstdout F a\tb\r\n");
    CHECK_STR(records(logged("echo bad >&2")), "stderr F bad\n");
    struct stat st;
    CHECK_INT(stat(in("log"), &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
}

/* What two writes make is one line; what is left at the end is one too, as containerd has it. */
static void pieces_of_lines(void) {
    CHECK_STR(records(logged("printf one; sleep 0.05; printf ' two\\nthree'")),
              "stdout F one two\nstdout F three\n");
    CHECK_STR(records(logged("printf x >&2")), "stderr F x\n");
}

static void logs_nothing_without_output(void) {
    CHECK_STR(logged("true"), "");
}

static char *repeated(char c, size_t n) {
    char *text = calloc(1, n + 1);
    memset(text, c, n);
    return text;
}

static void long_lines_are_split(void) {
    char *whole = repeated('x', LINE_MAX_);
    CHECK_STR(records(logged("head -c 16384 /dev/zero | tr '\\0' x; echo")),
              text_of("stdout F %s\n", whole));
    CHECK_STR(records(logged("head -c 16385 /dev/zero | tr '\\0' x; echo")),
              text_of("stdout P %s\nstdout F x\n", whole));
    CHECK_STR(records(logged("head -c 40000 /dev/zero | tr '\\0' x; echo; echo short")),
              text_of("stdout P %s\nstdout P %s\nstdout F %s\nstdout F short\n", whole, whole,
                      repeated('x', 40000 - 2 * LINE_MAX_)));
}

static void appends_to_what_is_there(void) {
    CHECK_STR(records(logged("echo one")), "stdout F one\n");
    run("echo two", "0", "1", in("log"));
    CHECK_STR(records(content_of(in("log"))), "stdout F one\nstdout F two\n");
}

/* Every record of `log`, `log.1` … in the order in which they were written. */
static char *all_records(int files) {
    char *text = "";
    for (int i = files - 1; i > 0; i--)
        text = text_of("%s%s", text, records(content_of(text_of("%s.%d", in("log"), i))));
    return text_of("%s%s", text, records(content_of(in("log"))));
}

static void rotates(void) {
    struct stat st;
    /* A record has 31 + 9 + 4 bytes. */
    run("for i in 1 2 3 4 5 6 7 8 9; do echo 10$i; done", "100", "3", in("log"));
    CHECK_STR(all_records(3),
              "stdout F 105\nstdout F 106\nstdout F 107\nstdout F 108\n"
              "stdout F 109\n");
    CHECK(!exists(in("log.3")));
    CHECK_INT(stat(in("log.2"), &st), 0);
    CHECK_INT(st.st_size, 88);
    CHECK_INT(st.st_mode & 0777, 0600);
    run("echo 110; echo 111", "100", "3", in("log")); /* knows how large it is */
    CHECK_STR(all_records(3),
              "stdout F 107\nstdout F 108\nstdout F 109\nstdout F 110\nstdout F 111\n");
}

static void one_file_begins_anew(void) {
    run("for i in 1 2 3 4 5; do echo 10$i; done", "100", "1", in("log"));
    CHECK_STR(all_records(1), "stdout F 105\n");
    CHECK(!exists(in("log.1")));
}

/* A record longer than all that a file may have is written whole. */
static void no_record_is_split_for_the_size(void) {
    run("echo a; echo 12345678901234567890; echo b", "50", "3", in("log"));
    CHECK_STR(all_records(3), "stdout F a\nstdout F 12345678901234567890\nstdout F b\n");
}

/* The container goes on; what found no room is counted once there is some. */
static void full_disk(void) {
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    own_mounts();
    CHECK_INT(mkdir(in("small"), 0755), 0);
    CHECK_INT(mount("tmpfs", in("small"), "tmpfs", 0, "size=1m"), 0);
    int filler = open(in("small/filler"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    CHECK_INT(posix_fallocate(filler, 0, (1 << 20) - (64 << 10)), 0);
    char *done = text_of("%s/tmp/done", root_file_system());
    char *go = text_of("%s/tmp/go", root_file_system());
    pid_t f =
        START("--detach", "--log", in("small/log"), "--", "sh", "-c",
              "i=0; while [ $i -lt 3000 ]; do echo line number $i; i=$((i+1)); done; "
              "echo done > /tmp/done; while ! test -e /tmp/go; do sleep 0.01; done; echo last");
    CHECK_INT(finish(f), 0);
    EVENTUALLY(exists(done));
    char *before = content_of(in("small/log"));
    *(strrchr(before, '\n') + 1) = '\0'; /* the last may just be written, and taken back */
    before = records(before);
    CHECK_HAS(before, "stdout F line number 0\n");
    CHECK(!strstr(before, "line number 2999"));
    CHECK_INT(unlink(in("small/filler")), 0);
    CHECK_INT(close(filler), 0);
    write_file(go, "");
    int status;
    CHECK(waitpid(-1, &status, 0) > 0);
    CHECK_INT(status, 0);
    char *after = records(content_of(in("small/log")));
    CHECK_HAS(after, "\nstderr F jcr: ");
    CHECK_HAS(after, " log records were dropped: No space left on device\n");
    CHECK(strlen(after) > 14 && strcmp(after + strlen(after) - 14, "stdout F last\n") == 0);
    CHECK_INT(umount(in("small")), 0);
}

/* /dev/stdout can be opened by the container's user: the pipe is its own. */
static void streams_belong_to_the_user(void) {
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    pid_t f = START("--detach", "--log", in("log"), "--uid", "1234", "--", "sh", "-c",
                    "echo opened > /proc/self/fd/1; stat -L -c %u:%g /proc/self/fd/2; "
                    "stat -L -c %t:%T /proc/self/fd/0; id -u");
    CHECK_INT(finish(f), 0);
    while (waitpid(-1, NULL, 0) > 0) {
    }
    CHECK_STR(records(content_of(in("log"))),
              "stdout F opened\nstdout F 1234:1234\nstdout F 1:3\nstdout F 1234\n");
}

/* A program that closes its output runs on. */
static void closed_output(void) {
    CHECK_STR(records(logged("exec 1>&- ; sleep 0.05; echo still >&2; exec 2>&-; sleep 0.05")),
              "stderr F still\n");
}

static void terminal(void) {
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    pid_t f = START("--detach", "--terminal", "--log", in("log"), "--", "sh", "-c",
                    "tty; echo error >&2");
    CHECK_INT(finish(f), 0);
    while (waitpid(-1, NULL, 0) > 0) {
    }
    CHECK_STR(records(content_of(in("log"))), "stdout F /dev/pts/0\r\nstdout F error\r\n");
}

static void all_output_is_logged(void) {
    run("yes 0123456 | head -c 4000000; echo END", "0", "1", in("log"));
    struct stat st;
    CHECK_INT(stat(in("log"), &st), 0);
    CHECK_INT(st.st_size, 4000000 / 8 * (31 + 9 + 8) + 31 + 9 + 4);
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"lines_of_both_streams", lines_of_both_streams, ROOT | BUSYBOX},
        {"pieces_of_lines", pieces_of_lines, ROOT | BUSYBOX},
        {"logs_nothing_without_output", logs_nothing_without_output, ROOT | BUSYBOX},
        {"long_lines_are_split", long_lines_are_split, ROOT | BUSYBOX},
        {"appends_to_what_is_there", appends_to_what_is_there, ROOT | BUSYBOX},
        {"rotates", rotates, ROOT | BUSYBOX},
        {"one_file_begins_anew", one_file_begins_anew, ROOT | BUSYBOX},
        {"no_record_is_split_for_the_size", no_record_is_split_for_the_size, ROOT | BUSYBOX},
        {"full_disk", full_disk, ROOT | BUSYBOX},
        {"streams_belong_to_the_user", streams_belong_to_the_user, ROOT | BUSYBOX},
        {"closed_output", closed_output, ROOT | BUSYBOX},
        {"terminal", terminal, ROOT | BUSYBOX},
        {"all_output_is_logged", all_output_is_logged, ROOT | BUSYBOX},
    };
    if (argc > 1 && strcmp(argv[1], "fake") == 0) return fake_jvm(argc - 2, argv + 2);
    if (argc < 2) return 2;
    jcr_init = realpath(argv[1], NULL);
    self = realpath(argv[0], NULL);
    return run_tests("log", tests, sizeof tests / sizeof *tests, argc > 2 ? argv[2] : NULL);
}
