#define _GNU_SOURCE
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "sections.h"

enum { MAX_LEVELS = 8 };

static void print_node(struct json *json, const char *path, const struct stat *status) {
    char mode[8];
    snprintf(mode, sizeof mode, "%04o", (unsigned)status->st_mode & 07777);
    json_object(json, NULL);
    json_string(json, "path", path);
    json_string(json, "type", S_ISCHR(status->st_mode) ? "char" : "block");
    json_unsigned(json, "major", major(status->st_rdev));
    json_unsigned(json, "minor", minor(status->st_rdev));
    json_string(json, "mode", mode);
    json_unsigned(json, "uid", status->st_uid);
    json_unsigned(json, "gid", status->st_gid);
    json_end(json);
}

static void print_link(struct json *json, const char *path) {
    char target[PATH_MAX];
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0) return;
    target[length] = 0;
    json_object(json, NULL);
    json_string(json, "path", path);
    json_string(json, "type", "link");
    json_string(json, "target", target);
    json_end(json);
}

static void print_directory(struct json *json, const char *directory, int level) {
    struct dirent **entries;
    int count = level < MAX_LEVELS ? scandir(directory, &entries, NULL, versionsort) : -1;
    if (count < 0) return;
    for (int i = 0; i < count; free(entries[i++])) {
        const char *name = entries[i]->d_name;
        char path[PATH_MAX];
        struct stat status;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
        int length = snprintf(path, sizeof path, "%s/%s", directory, name);
        if (length >= PATH_MAX || lstat(path, &status) != 0) continue;
        if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) print_node(json, path, &status);
        if (S_ISLNK(status.st_mode)) print_link(json, path);
        if (S_ISDIR(status.st_mode)) print_directory(json, path, level + 1);
    }
    free(entries);
}

void print_devices(struct json *json, const char *key) {
    json_array(json, key);
    print_directory(json, "/dev", 0);
    json_end(json);
}
