#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "sections.h"

static void print_clock(struct json *json, const char *key, clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) == 0)
        json_seconds(json, key, time.tv_sec, time.tv_nsec);
    else
        json_null(json, key);
}

void print_time(struct json *json, const char *key) {
    json_object(json, key);
    print_clock(json, "realtime", CLOCK_REALTIME);
    print_clock(json, "monotonic", CLOCK_MONOTONIC);
    print_clock(json, "boottime", CLOCK_BOOTTIME);
    json_end(json);
}

/* An object must not have a key twice: the first entry wins, as in getenv(3). */
static bool seen_before(char *const *entry, size_t name_length) {
    for (char *const *earlier = environ; earlier < entry; earlier++)
        if (strncmp(*earlier, *entry, name_length + 1) == 0) return true;
    return false;
}

void print_environment(struct json *json, const char *key) {
    json_object(json, key);
    for (char *const *entry = environ; *entry; entry++) {
        size_t length = strcspn(*entry, "=");
        if (!(*entry)[length] || seen_before(entry, length)) continue;
        char *name = strndup(*entry, length);
        if (!name) abort();
        json_string(json, name, *entry + length + 1);
        free(name);
    }
    json_end(json);
}

static void print_limit(struct json *json, const char *key, rlim_t value) {
    if (value == RLIM_INFINITY)
        json_string(json, key, "unlimited");
    else
        json_unsigned(json, key, value);
}

void print_limits(struct json *json, const char *key) {
    static const struct {
        int resource;
        const char *name;
    } known[] = {
        {RLIMIT_AS, "RLIMIT_AS"},
        {RLIMIT_CORE, "RLIMIT_CORE"},
        {RLIMIT_CPU, "RLIMIT_CPU"},
        {RLIMIT_DATA, "RLIMIT_DATA"},
        {RLIMIT_FSIZE, "RLIMIT_FSIZE"},
        {RLIMIT_LOCKS, "RLIMIT_LOCKS"},
        {RLIMIT_MEMLOCK, "RLIMIT_MEMLOCK"},
        {RLIMIT_MSGQUEUE, "RLIMIT_MSGQUEUE"},
        {RLIMIT_NICE, "RLIMIT_NICE"},
        {RLIMIT_NOFILE, "RLIMIT_NOFILE"},
        {RLIMIT_NPROC, "RLIMIT_NPROC"},
        {RLIMIT_RSS, "RLIMIT_RSS"},
        {RLIMIT_RTPRIO, "RLIMIT_RTPRIO"},
        {RLIMIT_RTTIME, "RLIMIT_RTTIME"},
        {RLIMIT_SIGPENDING, "RLIMIT_SIGPENDING"},
        {RLIMIT_STACK, "RLIMIT_STACK"},
    };
    json_object(json, key);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct rlimit limit;
        if (getrlimit((__typeof__(RLIMIT_CPU))known[i].resource, &limit) != 0) continue;
        json_object(json, known[i].name);
        print_limit(json, "soft", limit.rlim_cur);
        print_limit(json, "hard", limit.rlim_max);
        json_end(json);
    }
    json_end(json);
}
