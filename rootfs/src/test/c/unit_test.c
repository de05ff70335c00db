/* Unit tests of what jcr-probe and the others are made of; run under the sanitizers. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "probe/json.h"
#include "probe/mount_line.h"
#include "probe/text.h"
#include "signal_name.h"

static int failures;

static void expect_text(const char *what, const char *wanted, const char *got) {
    if (got && strcmp(wanted, got) == 0) return;
    failures++;
    printf("FAIL %s: wanted <%s>, got <%s>\n", what, wanted, got ? got : "(null)");
}

static void expect_true(const char *what, bool condition) {
    if (condition) return;
    failures++;
    printf("FAIL %s\n", what);
}

static struct json json;
static char *written;
static size_t written_size;

static void begin(void) {
    FILE *out = open_memstream(&written, &written_size);
    if (!out) abort();
    json_start(&json, out);
}

static void finish(const char *what, const char *wanted) {
    fclose(json.out);
    expect_text(what, wanted, written);
    free(written);
}

static void test_strings(void) {
    static const struct {
        const char *what, *value, *wanted;
    } cases[] = {
        {"plain", "a b/c", "\"a b/c\""},
        {"empty", "", "\"\""},
        {"null", NULL, "null"},
        {"quotes", "\"\\", "\"\\\"\\\\\""},
        {"short escapes", "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
        {"control", "\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\""},
        {"utf-8", "\u00e4\u20ac\U0001f600", "\"\u00e4\u20ac\U0001f600\""},
        {"first and last of each length", "\xc2\x80\u07ff\u0800\uffff\U00010000\U0010ffff",
         "\"\xc2\x80\u07ff\u0800\uffff\U00010000\U0010ffff\""},
        {"stray continuation", "a\x80z", "\"a\\ufffdz\""},
        {"cut off", "\xe2\x82", "\"\\ufffd\\ufffd\""},
        {"overlong two", "\xc0\xaf", "\"\\ufffd\\ufffd\""},
        {"overlong three", "\xe0\x80\xaf", "\"\\ufffd\\ufffd\\ufffd\""},
        {"overlong four", "\xf0\x80\x80\xaf", "\"\\ufffd\\ufffd\\ufffd\\ufffd\""},
        {"surrogate", "\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\""},
        {"beyond unicode", "\xf4\x90\x80\x80\xff", "\"\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        begin();
        json_string(&json, NULL, cases[i].value);
        finish(cases[i].what, cases[i].wanted);
    }
}

static void test_layout(void) {
    begin();
    json_object(&json, NULL);
    json_object(&json, "empty");
    json_end(&json);
    json_array(&json, "list");
    json_array(&json, NULL);
    json_number(&json, NULL, -1);
    json_unsigned(&json, NULL, 18446744073709551615ULL);
    json_end(&json);
    json_object(&json, NULL);
    json_bool(&json, "yes", true);
    json_bool(&json, "no", false);
    json_null(&json, "nothing");
    json_seconds(&json, "time", 5, 42);
    json_end(&json);
    json_end(&json);
    json_split(&json, "split", ",a,,b", ',');
    json_end(&json);
    finish("layout",
           "{\n  \"empty\": {},\n  \"list\": [\n    [-1, 18446744073709551615],\n"
           "    {\"yes\": true, \"no\": false, \"nothing\": null, \"time\": 5.000000042}\n"
           "  ],\n  \"split\": [\n    \"a\",\n    \"b\"\n  ]\n}\n");
}

static void test_mount_line(void) {
    char plain[] = "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:2 - ext3 /dev/root rw,x=y";
    char escaped[] = "1 2 0:3 / /a\\040b\\134c rw - tmpfs  rw";
    char cut[] = "36 35 98:0 /mnt1 /mnt2 rw,noatime shared:2";
    struct mount_line mount;
    expect_true("plain", mount_line_parse(plain, &mount));
    expect_text("id", "36", mount.id);
    expect_text("root", "/mnt1", mount.root);
    expect_text("target", "/mnt2", mount.target);
    expect_text("propagation", "master:1 shared:2", mount.propagation);
    expect_text("type", "ext3", mount.type);
    expect_text("source", "/dev/root", mount.source);
    expect_text("super options", "rw,x=y", mount.super_options);
    expect_true("escaped", mount_line_parse(escaped, &mount));
    expect_text("blank and backslash", "/a b\\c", mount.target);
    expect_text("no propagation", "", mount.propagation);
    expect_text("empty source", "", mount.source);
    expect_true("cut off", !mount_line_parse(cut, &mount));
}

static void test_mount_below(void) {
    struct mount_line whole = {.root = (char[]){"/"}}, part = {.root = (char[]){"/a"}};
    expect_text("whole, top", "", mount_line_below(&whole, "/"));
    expect_text("whole", "/a/b", mount_line_below(&whole, "/a/b"));
    expect_text("part, its root", "", mount_line_below(&part, "/a"));
    expect_text("part", "/b", mount_line_below(&part, "/a/b"));
    expect_true("not in the part", !mount_line_below(&part, "/ab"));
    expect_true("above the part", !mount_line_below(&part, "/"));
}

static void test_text(void) {
    char lines[] = "one  two\n\nthree", *rest = lines, trimmed[] = "x \n", octal[] = "\\04\\1234";
    char *line = text_line(&rest);
    expect_text("first word", "one", text_word(&line));
    expect_text("second word", "two", text_word(&line));
    expect_true("no third word", !text_word(&line));
    expect_text("empty line", "", text_line(&rest));
    expect_text("last line", "three", text_line(&rest));
    expect_true("no more lines", !text_line(&rest));
    expect_text("trim", "x", text_trim(trimmed));
    expect_text("only three octal digits", "\\04S4", text_unescape(octal));
    expect_true("missing file", !text_read("/proc/self/no-such-file", NULL));
    char value[8];
    expect_true("no such field", !text_status("Nam", value, sizeof value));
    expect_true("field", text_status("Threads", value, sizeof value));
    expect_text("threads", "1", value);
}

static void test_names(void) {
    char name[SIGNAL_NAME];
    expect_text("signal", "SIGTERM", signal_name(SIGTERM, name));
    expect_text("real-time signal", "SIGRTMIN+2", signal_name(SIGRTMIN + 2, name));
    expect_text("reserved signal", "SIG32", signal_name(32, name));
    expect_text("errno", "EAGAIN", errno_name(11));
    expect_text("unknown errno", "E9999", errno_name(9999));
}

int main(void) {
    test_strings();
    test_layout();
    test_mount_line();
    test_mount_below();
    test_text();
    test_names();
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
