/* Which paths that a container must not read or write are open to it: those that docker and podman
 * mask and make read-only by default, and what else jcr hides. Nothing is written, not even to what
 * is writable. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "../cli.h"
#include "sections.h"

static const char *const masked[] = {
    "/proc/acpi",
    "/proc/allocinfo",
    "/proc/asound",
    "/proc/interrupts",
    "/proc/kcore",
    "/proc/key-users",
    "/proc/keys",
    "/proc/kpagecgroup",
    "/proc/kpagecount",
    "/proc/kpageflags",
    "/proc/latency_stats",
    "/proc/pagetypeinfo",
    "/proc/sched_debug",
    "/proc/scsi",
    "/proc/slabinfo",
    "/proc/timer_list",
    "/proc/timer_stats",
    "/proc/vmallocinfo",
    "/sys/dev/block",
    "/sys/devices/virtual/powercap",
    "/sys/devices/virtual/tpm",
    "/sys/firmware",
    "/sys/fs/selinux",
    "/sys/kernel/slab",
    NULL,
};
/* root may not write to the directory /proc/sys at all: a file below it has to tell. */
static const struct {
    const char *path, *witness;
} readonly[] = {
    {"/proc/bus", "/proc/bus"},
    {"/proc/fs", "/proc/fs"},
    {"/proc/irq", "/proc/irq"},
    {"/proc/sys", "/proc/sys/kernel/domainname"},
    {"/proc/sysrq-trigger", "/proc/sysrq-trigger"},
    {"/sys", "/sys"},
    {"/sys/fs/cgroup", "/sys/fs/cgroup"},
};

static const char *look_into_directory(const char *path) {
    DIR *directory = opendir(path);
    if (!directory) return errno_name(errno);
    const char *found = "empty";
    for (struct dirent *entry; (entry = readdir(directory));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) found = "readable";
    closedir(directory);
    return found;
}

static const char *look_into_file(const char *path) {
    char byte;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return errno_name(errno);
    ssize_t got = read(fd, &byte, 1);
    const char *found = got < 0 ? errno_name(errno) : got == 0 ? "empty" : "readable";
    close(fd);
    return found;
}

/* "missing", "null" (the device lies over it), "empty", "readable" or the name of an errno. */
static const char *look_into(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) return errno == ENOENT ? "missing" : errno_name(errno);
    if (S_ISDIR(status.st_mode)) return look_into_directory(path);
    if (S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3)) return "null";
    return look_into_file(path);
}

void print_masked_paths(struct json *json, const char *key) {
    json_array(json, key);
    for (const char *const *path = masked; *path; path++) {
        const char *found = look_into(*path);
        json_object(json, NULL);
        json_string(json, "path", *path);
        json_bool(json, "exposed", strcmp(found, "readable") == 0);
        json_string(json, "state", found);
        json_end(json);
    }
    json_end(json);
}

/* 0 if it could be written, or the errno. A read-only mount answers EROFS even to root. */
static int try_to_write(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) return errno;
    if (S_ISDIR(status.st_mode))
        return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 ? 0 : errno;
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return errno;
    close(fd);
    return 0;
}

void print_readonly_paths(struct json *json, const char *key) {
    json_array(json, key);
    for (size_t i = 0; i < sizeof readonly / sizeof *readonly; i++) {
        int error = try_to_write(readonly[i].witness);
        json_object(json, NULL);
        json_string(json, "path", readonly[i].path);
        json_bool(json, "writable", error == 0);
        json_string(json, "state",
                    error == 0        ? "writable"
                    : error == ENOENT ? "missing"
                                      : errno_name(error));
        json_end(json);
    }
    json_end(json);
}
