/* Undo: processes and cgroups. */
#include "kernel.h"
#include "small_file.h"
#include "undo.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KILL_WAIT_MS = 5000, CGROUP_WAIT_MS = 2000, PIDS = 256, PATH_SIZE = 4096, NESTING = 32 };

int undo_kill(struct undo *u, char **args) {
    (void)u;
    pid_t pid = (pid_t)strtol(args[0], NULL, 10);
    if (pid <= 1 || strcmp(args[2], boot_id()) != 0)
        return 0; /* another boot: the process is gone */
    int fd = sys_pidfd_open(pid);
    if (fd < 0) return errno == ESRCH ? 0 : -1;
    /* The pidfd refers to one process; if it is the right one now, it still is when the signal
     * arrives. */
    int result = 0;
    if (process_start_time(pid) == strtoull(args[1], NULL, 10)) {
        struct pollfd gone = {.fd = fd, .events = POLLIN};
        result = sys_pidfd_send_signal(fd, SIGKILL);
        if (result < 0 && errno == ESRCH)
            result = 0;
        else if (result == 0 && poll(&gone, 1, KILL_WAIT_MS) <= 0)
            result = (errno = ETIMEDOUT, -1);
    }
    int error = errno;
    (void)close(fd);
    errno = error;
    return result;
}

static int join(char *path, const char *directory, const char *name) {
    if ((size_t)snprintf(path, PATH_SIZE, "%s/%s", directory, name) < PATH_SIZE) return 0;
    errno = ENAMETOOLONG;
    return -1;
}

/* The first pids of cgroup.procs. */
static unsigned read_pids(const char *procs, pid_t pids[PIDS]) {
    char text[PIDS * 11];
    unsigned count = 0;
    if (file_read(procs, text, sizeof text) <= 0) return 0;
    char *line_end;
    for (char *at = text; count < PIDS && (line_end = strchr(at, '\n')); at = line_end + 1)
        pids[count++] = (pid_t)strtol(at, NULL, 10);
    return count;
}

/* True if the pid is in the cgroup now. */
static bool still_in(const char *procs, pid_t pid) {
    pid_t pids[PIDS];
    unsigned count = read_pids(procs, pids);
    for (unsigned i = 0; i < count; i++)
        if (pids[i] == pid) return true;
    return false;
}

/* Kills the members of a v1 cgroup. A pid may already be someone else's when it is read, so each
 * process is first pinned with a pidfd and then looked up in the list again. */
static void kill_listed(const char *directory) {
    char procs[PATH_SIZE], freezer[PATH_SIZE];
    pid_t pids[PIDS];
    if (join(procs, directory, "cgroup.procs") < 0 || join(freezer, directory, "freezer.state") < 0)
        return;
    unsigned count = read_pids(procs, pids);
    for (unsigned i = 0; i < count; i++) {
        int fd = pids[i] > 1 ? sys_pidfd_open(pids[i]) : -1;
        if (fd < 0) continue;
        if (still_in(procs, pids[i]))
            (void)sys_pidfd_send_signal(fd, SIGKILL); /* the next rmdir sees who is left */
        (void)close(fd);
    }
    if (count > 0)
        (void)file_write(freezer, "THAWED"); /* a frozen process does not die; ENOENT elsewhere */
}

/* Kills the members of the cgroup and, on v2, of its children. */
static void kill_members(const char *directory) {
    char kill_file[PATH_SIZE];
    if (join(kill_file, directory, "cgroup.kill") == 0 && file_write(kill_file, "1") == 0) return;
    kill_listed(directory);
}

static int remove_cgroup(const char *directory, unsigned nesting);

static int remove_children(const char *directory, unsigned nesting) {
    DIR *dir = opendir(directory);
    if (!dir) return errno == ENOENT ? 0 : -1;
    const struct dirent *entry;
    int result = 0;
    while ((entry = readdir(dir)) != NULL) {
        char *child = entry->d_type == DT_DIR && entry->d_name[0] != '.' ? malloc(PATH_SIZE) : NULL;
        if (child && join(child, directory, entry->d_name) == 0)
            result |= remove_cgroup(child, nesting + 1);
        free(child);
    }
    int error = errno;
    (void)closedir(dir);
    errno = error;
    return result;
}

static bool gone(const char *directory) {
    return rmdir(directory) == 0 || errno == ENOENT || errno == ENOTDIR;
}

static int remove_cgroup(const char *directory, unsigned nesting) {
    if (gone(directory)) return 0;
    if (errno != EBUSY && errno != ENOTEMPTY) return -1;
    if (nesting > NESTING) {
        errno = ELOOP;
        return -1;
    }
    struct patience patience = {0};
    do {
        kill_members(directory);
        (void)remove_children(directory, nesting); /* anything left makes rmdir fail below */
        if (gone(directory)) return 0;
    } while (errno == EBUSY && wait_more(&patience, CGROUP_WAIT_MS));
    return -1;
}

int undo_cgroup(struct undo *u, char **args) {
    (void)u;
    return remove_cgroup(args[0], 0);
}
