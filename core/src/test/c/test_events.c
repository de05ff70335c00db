/* EVENTS and EVENT: what is written down of a container, and how many write into one file. */
#include "check.h"
#include "fake_jvm.h"
#include "harness.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WRITERS = 6, EACH = 40, FILES = 200, ACTION_ROOM = 40 };

#define LIFE(...)                                                                                  \
    RUN("--begin", in("undo"), "--events", in("events"), "--max-size", "1000000", __VA_ARGS__)

/* The lines of a file without their times, each of which has to be an object with a time. */
static char *lines_of(const char *path) {
    static const char *const pattern =
        "^\\{\"time\":\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{9}Z\","
        "\"type\":\"container\",";
    regex_t start;
    char *text = content_of(path);
    if (!text) return text_of("%s", "");
    CHECK_INT(regcomp(&start, pattern, REG_EXTENDED), 0);
    char *bare = calloc(1, strlen(text) + 1), *end = bare;
    for (char *line = text; *line; line = strchr(line, '\n') + 1) {
        regmatch_t found;
        CHECK_INT(regexec(&start, line, 1, &found, 0), 0);
        size_t length = strcspn(line + found.rm_eo, "\n") + 1;
        memcpy(end, line + found.rm_eo, length);
        end += length;
    }
    regfree(&start);
    return bare;
}

static void a_life_from_its_beginning_to_its_end(void) {
    CHECK_INT(LIFE("--attributes", "\"app\":\"x\"", "--", "sh", "-c", "exit 3"), 3);
    CHECK_STR(
        lines_of(in("events")),
        "\"action\":\"create\",\"id\":\"12ab\",\"name\":\"web\",\"attributes\":{\"app\":\"x\"}}\n"
        "\"action\":\"start\",\"id\":\"12ab\",\"name\":\"web\",\"attributes\":{\"app\":\"x\"}}\n"
        "\"action\":\"die\",\"id\":\"12ab\",\"name\":\"web\","
        "\"attributes\":{\"app\":\"x\",\"exitCode\":3}}\n"
        "\"action\":\"destroy\",\"id\":\"12ab\",\"name\":\"web\","
        "\"attributes\":{\"app\":\"x\"}}\n");
    struct stat st;
    CHECK_INT(stat(in("events"), &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
}

static void a_signal_and_a_lack_of_memory(void) {
    write_file(in("memory"), "oom_kill 1\n");
    CHECK_INT(LIFE("--no-pid", "--note", in("memory"), "--", "sh", "-c", "kill -9 $$"), 137);
    char *lines = lines_of(in("events"));
    CHECK_HAS(lines, "\"action\":\"oom\"");
    CHECK_HAS(lines, "\"attributes\":{\"exitCode\":137,\"signal\":9}}");
    CHECK(strstr(lines, "\"oom\"") < strstr(lines, "\"die\""));
}

static void one_that_never_was_has_none(void) {
    CHECK_INT(LIFE("--exit", "1", "--", "/no/such/program"), 1);
    CHECK(!exists(in("events")));
}

/* `jcr rename` has written it, before the container was started or while it runs. */
static void a_new_name(void) {
    write_file(in("name"), "shop\n");
    CHECK_INT(LIFE("--name-file", in("name"), "--", "true"), 0);
    char *lines = lines_of(in("events"));
    CHECK_HAS(lines, "\"action\":\"start\",\"id\":\"12ab\",\"name\":\"shop\"");
    CHECK_HAS(lines, "\"action\":\"die\",\"id\":\"12ab\",\"name\":\"shop\"");
    CHECK(!strstr(lines, "web"));
}

/* What cannot be undone is still there. */
static void what_is_left_is_not_gone(void) {
    CHECK_INT(LIFE("--line", "unlink /proc/version", "--", "true"), 0);
    char *lines = lines_of(in("events"));
    CHECK_HAS(lines, "\"action\":\"die\"");
    CHECK(!strstr(lines, "destroy"));
}

static void a_file_that_cannot_be_written_stops_nobody(void) {
    CHECK_INT(RUN("--begin", in("undo"), "--events", in("no/such/events"), "--max-size", "1", "--",
                  "sh", "-c", "echo runs"),
              0);
    CHECK_STR(out(), "runs\n");
    CHECK_INT(RUN("--no-launch", "--events", in("no/such/events"), "--event", "x"), 0);
    CHECK_HAS(err(), "FAILED phase=0 index=0 errno=ENOENT");
}

static void a_packet_that_is_none(void) {
    CHECK_INT(RUN("--no-launch", "--max-file", "0", "--events", in("events"), "--event", "x"), 0);
    CHECK_HAS(err(), "errno=EPROTO cause=0 detail=<malformed packet>");
    CHECK(!exists(in("events")));
}

static void the_oldest_file_goes(void) {
    CHECK_INT(RUN("--no-launch", "--max-size", "500", "--max-file", "3", "--events", in("events"),
                  "--event", "x", "--times", "20"),
              0);
    CHECK(exists(in("events.1")) && exists(in("events.2")) && !exists(in("events.3")));
    struct stat st;
    CHECK_INT(stat(in("events.1"), &st), 0);
    CHECK(st.st_size >= 500 && st.st_size < 800);
}

/* No event is lost and none is there twice, while they rotate the file under each other's hands. */
static void many_writers(void) {
    pid_t writers[WRITERS];
    for (int i = 0; i < WRITERS; i++)
        writers[i] = START("--no-launch", "--max-size", "900", "--max-file", text_of("%d", FILES),
                           "--events", in("events"), "--event", text_of("w%d", i), "--times",
                           text_of("%d", EACH));
    for (int i = 0; i < WRITERS; i++) CHECK_INT(finish(writers[i]), 0);
    char *all = calloc(1, 1 << 20);
    for (int i = 0; i < FILES; i++)
        strcat(all, lines_of(i ? in(text_of("events.%d", i)) : in("events")));
    int lines = 0;
    for (char *at = all; (at = strchr(at, '\n')); at++) lines++;
    CHECK_INT(lines, WRITERS * EACH);
    for (int i = 0; i < WRITERS * EACH; i++) {
        char action[ACTION_ROOM];
        snprintf(action, sizeof action, "\"action\":\"w%d-%d\"", i / EACH, i % EACH);
        CHECK_HAS(all, action);
    }
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"a_life_from_its_beginning_to_its_end", a_life_from_its_beginning_to_its_end,
         ROOT | BUSYBOX},
        {"a_signal_and_a_lack_of_memory", a_signal_and_a_lack_of_memory, ROOT | BUSYBOX},
        {"one_that_never_was_has_none", one_that_never_was_has_none, ROOT | BUSYBOX},
        {"a_new_name", a_new_name, ROOT | BUSYBOX},
        {"what_is_left_is_not_gone", what_is_left_is_not_gone, ROOT | BUSYBOX},
        {"a_file_that_cannot_be_written_stops_nobody", a_file_that_cannot_be_written_stops_nobody,
         ROOT | BUSYBOX},
        {"a_packet_that_is_none", a_packet_that_is_none, ROOT | BUSYBOX},
        {"the_oldest_file_goes", the_oldest_file_goes, ROOT | BUSYBOX},
        {"many_writers", many_writers, ROOT | BUSYBOX},
    };
    if (argc > 1 && strcmp(argv[1], "fake") == 0) return fake_jvm(argc - 2, argv + 2);
    if (argc < 2) return 2;
    jcr_init = realpath(argv[1], NULL);
    self = realpath(argv[0], NULL);
    return run_tests("events", tests, sizeof tests / sizeof *tests, argc > 2 ? argv[2] : NULL);
}
