#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../signal_name.h"
#include "sections.h"
#include "text.h"

void print_process(struct json *json, const char *key) {
    char exe[PATH_MAX], text[SIGNAL_NAME];
    ssize_t length = readlink("/proc/self/exe", exe, sizeof exe - 1);
    exe[length > 0 ? length : 0] = 0;
    char *oom = text_read("/proc/self/oom_score_adj", NULL);
    int death_signal = 0;
    json_object(json, key);
    json_number(json, "pid", getpid());
    json_number(json, "ppid", getppid());
    json_number(json, "pgid", getpgid(0));
    json_number(json, "sid", getsid(0));
    json_string(json, "exe", length < 0 ? NULL : exe);
    errno = 0;
    json_number(json, "nice", getpriority(PRIO_PROCESS, 0));
    if (oom) json_number(json, "oomScoreAdj", atol(oom));
    if (prctl(PR_GET_PDEATHSIG, &death_signal) == 0)
        json_string(json, "parentDeathSignal",
                    death_signal ? signal_name(death_signal, text) : NULL);
    json_bool(json, "dumpable", prctl(PR_GET_DUMPABLE) == 1);
    json_end(json);
    free(oom);
}

/* PID (comm) state ppid ...: comm may hold blanks and parentheses itself. */
static void print_one(struct json *json, const char *pid) {
    char path[sizeof "/proc//stat" + NAME_MAX];
    snprintf(path, sizeof path, "/proc/%s/stat", pid);
    char *text = text_read(path, NULL); /* NULL: it has ended in the meantime */
    char *comm = text ? strchr(text, '(') : NULL;
    char *rest = text ? strrchr(text, ')') : NULL;
    if (comm && rest) {
        *rest++ = 0;
        char *state = text_word(&rest);
        char *parent = text_word(&rest);
        json_object(json, NULL);
        json_number(json, "pid", atol(pid));
        json_number(json, "ppid", parent ? atol(parent) : 0);
        json_string(json, "state", state);
        json_string(json, "comm", comm + 1);
        json_end(json);
    }
    free(text);
}

static int is_process(const struct dirent *entry) {
    return isdigit((unsigned char)entry->d_name[0]);
}

void print_processes(struct json *json, const char *key) {
    struct dirent **entries;
    int count = scandir("/proc", &entries, is_process, versionsort);
    if (count <= 0) {
        json_null(json, key);
        return;
    }
    json_array(json, key);
    for (int i = 0; i < count; free(entries[i++])) print_one(json, entries[i]->d_name);
    json_end(json);
    free(entries);
}

static void print_signal_set(struct json *json, const char *key, const char *field) {
    char hex[32], text[SIGNAL_NAME];
    if (!text_status(field, hex, sizeof hex)) {
        json_null(json, key);
        return;
    }
    uint64_t set = strtoull(hex, NULL, 16);
    json_array(json, key);
    for (int number = 1; number <= 64; number++)
        if (set >> (number - 1) & 1) json_string(json, NULL, signal_name(number, text));
    json_end(json);
}

void print_signals(struct json *json, const char *key) {
    json_object(json, key);
    print_signal_set(json, "blocked", "SigBlk");
    print_signal_set(json, "ignored", "SigIgn");
    print_signal_set(json, "pending", "SigPnd");
    json_end(json);
}
