/* One line of /proc/self/mountinfo, see proc(5). */
#pragma once

#include <stdbool.h>

struct mount_line {
    char *id, *parent, *device, *root, *target, *options;
    char propagation[128]; /* "shared:1 master:2", or empty */
    char *type, *source, *super_options;
};

/* Cuts the line up in place; the fields point into it. False if it is not such a line. */
bool mount_line_parse(char *line, struct mount_line *mount);

/* Where `path` of the file system lies below the mount's target: "" or "/...", pointing into path;
 * NULL if the mount, which may show only a part of the file system (its root), does not show it. */
const char *mount_line_below(const struct mount_line *mount, const char *path);
