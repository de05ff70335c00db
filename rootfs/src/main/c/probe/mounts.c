#define _GNU_SOURCE
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "mount_line.h"
#include "sections.h"
#include "text.h"

static void print_mount(struct json *json, const struct mount_line *mount) {
    json_object(json, NULL);
    json_number(json, "id", atol(mount->id));
    json_number(json, "parent", atol(mount->parent));
    json_string(json, "device", mount->device);
    json_string(json, "root", mount->root);
    json_string(json, "target", mount->target);
    json_split(json, "options", mount->options, ',');
    json_split(json, "propagation", mount->propagation, ' ');
    json_string(json, "type", mount->type);
    json_string(json, "source", mount->source);
    json_split(json, "superOptions", text_unescape(mount->super_options), ',');
    json_end(json);
}

void print_mounts(struct json *json, const char *key) {
    char *text = text_read("/proc/self/mountinfo", NULL);
    char *rest = text;
    if (!text) {
        json_null(json, key);
        return;
    }
    json_array(json, key);
    for (char *line; (line = text_line(&rest));) {
        struct mount_line mount;
        if (mount_line_parse(line, &mount)) print_mount(json, &mount);
    }
    json_end(json);
    free(text);
}

void print_root(struct json *json, const char *key) {
    struct dirent **entries;
    struct statvfs status;
    int count = scandir("/", &entries, NULL, alphasort);
    if (count < 0) {
        json_null(json, key);
        return;
    }
    json_object(json, key);
    json_array(json, "entries");
    for (int i = 0; i < count; free(entries[i++])) {
        const char *name = entries[i]->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) json_string(json, NULL, name);
    }
    free(entries);
    json_end(json);
    if (statvfs("/", &status) == 0) json_bool(json, "readOnly", (status.f_flag & ST_RDONLY) != 0);
    json_end(json);
}

/* null also when the directory lies outside of the root: getcwd(3) fails then. */
void print_cwd(struct json *json, const char *key) {
    char path[PATH_MAX];
    json_string(json, key, getcwd(path, sizeof path));
}
