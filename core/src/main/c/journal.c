#include "journal.h"

#include "kernel.h"
#include "message.h"
#include "small_file.h"
#include "text.h"
#include "undo.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 4, SIZE_MAX_BYTES = 16 << 20, PATH_SIZE = 4096 };

static const struct verb {
    const char *name;
    int args; /* the number of arguments; negative: at least that many */
    int (*run)(struct undo *u, char **args);
} verbs[] = {
    {"kill", 3, undo_kill},
    {"cgroup", 1, undo_cgroup},
    {"rmdir", 1, undo_rmdir},
    {"unlink", 1, undo_unlink},
    {"tree", 1, undo_tree},
    {"unmount", 1, undo_unmount},
    {"link", 1, undo_link},
    {"write", 2, undo_write},
    {"nft-table", 2, undo_nft_table},
    {"lease", 2, undo_lease},
    {"release", 2, undo_release},
    {"exec", -2, undo_exec},
    {"tree-unless", 2, undo_tree_unless},
};

/* True if the locked file is still the one at `path`: another process may have run and removed it
 * between the open and the lock. */
static bool still_there(int fd, const char *path) {
    struct stat mine, there;
    return fstat(fd, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino &&
           mine.st_dev == there.st_dev;
}

int journal_open(struct journal *j, const char *path, bool create) {
    for (;;) {
        int fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC | (create ? O_CREAT : 0), 0600);
        if (fd < 0) return -1;
        bool locked = flock(fd, LOCK_EX | LOCK_NB) == 0;
        if (locked && still_there(fd, path)) {
            *j = (struct journal){fd, strdup(path), false};
            if (j->path) return 0;
            locked = false;
            errno = ENOMEM;
        }
        int error = errno;
        (void)close(fd);
        if (!locked) {
            errno = error;
            return -1;
        }
    }
}

int journal_begin(struct journal *j, const char *path) {
    char directory[PATH_SIZE];
    directory_of(path, directory, sizeof directory);
    bool made = mkdir(directory, 0711) == 0;
    int result = journal_open(j, path, true);
    if (result == 0)
        j->made_directory = made;
    else if (made) {
        int error = errno;
        (void)rmdir(directory);
        errno = error;
    }
    return result;
}

void journal_close(struct journal *j) {
    if (j->fd >= 0) (void)close(j->fd);
    free(j->path);
    *j = NO_JOURNAL;
}

static int add(const struct journal *j, const char *line, size_t length) {
    ssize_t written = write(j->fd, line, length);
    if (written == (ssize_t)length) return 0;
    if (written >= 0) errno = ENOSPC;
    return -1;
}

int journal_add_kill(const struct journal *j, pid_t pid, uint64_t start_time) {
    char line[128];
    int n = snprintf(line, sizeof line, "kill %d %llu %s\n", (int)pid,
                     (unsigned long long)start_time, boot_id());
    return add(j, line, (size_t)n);
}

int journal_add_unlink(const struct journal *j, const char *path) {
    char line[PATH_SIZE] = "unlink ";
    size_t at = strlen(line);
    for (; *path && at < sizeof line - 6; path++) {
        bool special = strchr(" \t\n\\", *path);
        if (special)
            at += (size_t)snprintf(line + at, sizeof line - at, "\\%03o", (unsigned)*path);
        else
            line[at++] = *path;
    }
    if (*path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    line[at++] = '\n';
    return add(j, line, at);
}

/* Decodes \040 and the like, in place. */
static void unescape(char *field) {
    char *to = field;
    for (const char *at = field; *at; to++) {
        bool octal = at[0] == '\\' && at[1] >= '0' && at[1] <= '3' && at[2] >= '0' &&
                     at[2] <= '7' && at[3] >= '0' && at[3] <= '7';
        *to = octal ? (char)((at[1] - '0') << 6 | (at[2] - '0') << 3 | (at[3] - '0')) : *at;
        at += octal ? 4 : 1;
    }
    *to = '\0';
}

static bool takes(const struct verb *verb, int count) {
    return verb->args == count || (verb->args < 0 && count >= -verb->args);
}

static int run_entry(struct undo *u, char *line) {
    char *args[UNDO_ARGS_MAX + 1], *rest = line, *word;
    int count = 0;
    const char *name = strsep(&rest, " ");
    while (count < UNDO_ARGS_MAX && (word = strsep(&rest, " ")) != NULL) {
        unescape(word);
        args[count++] = word;
    }
    args[count] = NULL;
    for (size_t i = 0; !rest && i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].name, name) == 0 && takes(&verbs[i], count))
            return verbs[i].run(u, args);
    errno = EINVAL;
    return -1;
}

/* Runs the lines of `text` from last to first. What follows the last newline was never acted
 * upon. */
static void run_lines(struct undo *u, char *text, size_t size, struct undo_result *result) {
    char *end = memrchr(text, '\n', size);
    while (end) {
        *end = '\0';
        char *before = end > text ? memrchr(text, '\n', (size_t)(end - text)) : NULL;
        char *line = before ? before + 1 : text;
        char entry[sizeof result->what];
        snprintf(entry, sizeof entry, "%s", line);
        if (*line) {
            result->steps++;
            result->kills += strncmp(line, "kill ", 5) == 0;
            if (run_entry(u, line) < 0) {
                int error = errno;
                say_errno(error, "undo %s", entry);
                if (result->failures++ == 0) {
                    result->error = error;
                    memcpy(result->what, entry, sizeof entry);
                }
                u->failed = true;
            }
        }
        end = before;
    }
}

static bool load(int fd, char **text, size_t *size) {
    struct stat st;
    if (fstat(fd, &st) < 0) return false;
    if (st.st_size > SIZE_MAX_BYTES) {
        errno = EFBIG;
        return false;
    }
    *size = (size_t)st.st_size;
    *text = malloc(*size + 1);
    ssize_t n = *text ? pread(fd, *text, *size, 0) : -1;
    if (n == (ssize_t)*size) return true;
    if (n >= 0) errno = EIO;
    free(*text);
    return false;
}

static void run_fd(int fd, struct undo *u, struct undo_result *result) {
    char *text;
    size_t size;
    if (!load(fd, &text, &size)) {
        result->error = errno;
        result->failures++;
        say_errno(errno, "read the undo journal %s", u->journal);
        return;
    }
    run_lines(u, text, size, result);
    free(text);
}

void undo_run_file(const char *path, unsigned depth, struct undo_result *result) {
    struct undo u = {.journal = path, .depth = depth + 1};
    int fd = depth < DEPTH_MAX ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        run_fd(fd, &u, result);
        (void)close(fd);
    } else if (depth >= DEPTH_MAX || errno != ENOENT) {
        result->error = depth >= DEPTH_MAX ? ELOOP : errno;
        result->failures++;
    }
}

struct undo_result journal_undo(const struct journal *j) {
    struct undo_result result = {0};
    struct undo u = {.journal = j->path};
    run_fd(j->fd, &u, &result);
    return result;
}

void journal_require_kill(const struct journal *j, struct undo_result *result) {
    if (result->failures > 0 || result->kills > 0) return;
    result->failures++;
    result->error = EBADMSG;
    snprintf(result->what, sizeof result->what, "the damaged journal");
    say("the undo journal %s is damaged (jcr gc mends it and undoes the rest)", j->path);
}

void journal_remove(const struct journal *j, struct undo_result *result) {
    if (result->failures > 0) return; /* it lists what is left to do */
    if (unlink(j->path) < 0 && errno != ENOENT && errno != ENOTDIR) {
        result->failures++;
        result->error = errno;
        snprintf(result->what, sizeof result->what, "remove the journal");
        say_errno(errno, "remove the undo journal %s", j->path);
    } else if (j->made_directory) {
        char directory[PATH_SIZE];
        directory_of(j->path, directory, sizeof directory);
        (void)rmdir(directory); /* already gone, unless nobody got to write the entry for it */
    }
}

struct undo_result journal_run(const struct journal *j) {
    struct undo_result result = journal_undo(j);
    journal_remove(j, &result);
    return result;
}
