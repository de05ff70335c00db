/* Which cgroups the process is in and, where cgroupfs is mounted, what they limit. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mount_line.h"
#include "sections.h"
#include "text.h"

static const char *const v1_files[] = {
    "memory.limit_in_bytes",
    "memory.memsw.limit_in_bytes",
    "memory.usage_in_bytes",
    "cpu.cfs_quota_us",
    "cpu.cfs_period_us",
    "cpu.shares",
    "pids.max",
    "pids.current",
    "cpuset.cpus",
    "cpuset.mems",
    NULL,
};
static const char *const v2_files[] = {
    "memory.max", "memory.high",  "memory.swap.max", "memory.current", "cpu.max", "cpu.weight",
    "pids.max",   "pids.current", "cpuset.cpus",     "cpuset.mems",    NULL,
};

/* One line HIERARCHY:CONTROLLERS:PATH of /proc/self/cgroup. */
struct membership {
    char *hierarchy, *controllers, *path;
};

static bool parse_membership(char *line, struct membership *membership) {
    membership->hierarchy = strsep(&line, ":");
    membership->controllers = strsep(&line, ":");
    membership->path = line;
    return line != NULL;
}

static bool has_option(const char *options, const char *name) {
    size_t length = strlen(name);
    for (const char *at = options; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
        if (strncmp(at, name, length) == 0 && (at[length] == ',' || !at[length])) return true;
    return false;
}

/* v1 hierarchies are told apart by their (first) controller in the mount's options. */
static bool is_mount_of(const struct mount_line *mount, const struct membership *membership) {
    char first[64];
    if (!*membership->controllers) return strcmp(mount->type, "cgroup2") == 0;
    snprintf(first, sizeof first, "%.*s", (int)strcspn(membership->controllers, ","),
             membership->controllers);
    return strcmp(mount->type, "cgroup") == 0 && has_option(mount->super_options, first);
}

static bool find_directory(const struct membership *membership, char directory[PATH_MAX]) {
    char *text = text_read("/proc/self/mountinfo", NULL);
    char *rest = text;
    bool found = false;
    for (char *line; !found && (line = text_line(&rest));) {
        struct mount_line mount;
        if (!mount_line_parse(line, &mount) || !is_mount_of(&mount, membership)) continue;
        const char *below = mount_line_below(&mount, membership->path);
        if (!below) continue;
        snprintf(directory, PATH_MAX, "%s%s", mount.target, below);
        found = access(directory, F_OK) == 0;
    }
    free(text);
    return found;
}

static void print_values(struct json *json, const char *directory, const char *const *files) {
    json_object(json, "values");
    for (; *files; files++) {
        char path[PATH_MAX + 64];
        snprintf(path, sizeof path, "%s/%s", directory, *files);
        char *text = text_read(path, NULL);
        if (text) json_string(json, *files, text_trim(text));
        free(text);
    }
    json_end(json);
}

static void print_membership(struct json *json, const struct membership *membership) {
    char directory[PATH_MAX];
    bool v2 = !*membership->controllers;
    bool visible = find_directory(membership, directory);
    json_object(json, NULL);
    json_number(json, "version", v2 ? 2 : 1);
    json_number(json, "hierarchy", atol(membership->hierarchy));
    json_split(json, "controllers", membership->controllers, ',');
    json_string(json, "path", membership->path);
    json_string(json, "directory", visible ? directory : NULL);
    if (visible) {
        json_bool(json, "writable", faccessat(AT_FDCWD, directory, W_OK, AT_EACCESS) == 0);
        print_values(json, directory, v2 ? v2_files : v1_files);
    }
    json_end(json);
}

void print_cgroup(struct json *json, const char *key) {
    char *text = text_read("/proc/self/cgroup", NULL);
    char *rest = text;
    if (!text) {
        json_null(json, key);
        return;
    }
    json_array(json, key);
    for (char *line; (line = text_line(&rest));) {
        struct membership membership;
        if (parse_membership(line, &membership)) print_membership(json, &membership);
    }
    json_end(json);
    free(text);
}
