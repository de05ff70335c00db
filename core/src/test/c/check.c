#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT_SECONDS = 60, SKIPPED = 77, FAILED = 1 };

static char directory[64];

static _Noreturn void failed(void) {
    fflush(NULL);
    _exit(FAILED);
}

void check_true(bool ok, const char *what, const char *file, int line) {
    if (ok) return;
    fprintf(stderr, "    %s:%d: not true: %s\n", file, line, what);
    failed();
}

void check_int(long long got, long long wanted, const char *what, const char *file, int line) {
    if (got == wanted) return;
    fprintf(stderr, "    %s:%d: %s is %lld, not %lld (errno %s)\n", file, line, what, got, wanted,
            strerror(errno));
    failed();
}

void check_str(const char *got, const char *wanted, const char *what, const char *file, int line) {
    if (got && strcmp(got, wanted) == 0) return;
    fprintf(stderr, "    %s:%d: %s is\n<%s>, not\n<%s>\n", file, line, what, got ? got : "(null)",
            wanted);
    failed();
}

void check_has(const char *text, const char *part, const char *what, const char *file, int line) {
    if (text && strstr(text, part)) return;
    fprintf(stderr, "    %s:%d: %s has no <%s>:\n<%s>\n", file, line, what, part,
            text ? text : "(null)");
    failed();
}

_Noreturn void skip(const char *reason) {
    printf("SKIP: %s\n", reason);
    fflush(NULL);
    _exit(SKIPPED);
}

const char *busybox(void) {
    return access("/bin/busybox", X_OK) == 0       ? "/bin/busybox"
           : access("/usr/bin/busybox", X_OK) == 0 ? "/usr/bin/busybox"
                                                   : NULL;
}

const char *scratch(void) {
    return directory;
}

char *in(const char *name) {
    return text_of("%s/%s", directory, name);
}

bool exists(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0;
}

bool alive(pid_t pid) {
    return pid > 0 && kill(pid, 0) == 0;
}

char *text_of(const char *format, ...) {
    char *text;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0) abort();
    va_end(arguments);
    return text;
}

char *content_of(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NULL;
    size_t size = 0, room = 1 << 20;
    char *text = malloc(room + 1);
    ssize_t n;
    while (text && size < room && (n = read(fd, text + size, room - size)) > 0) size += (size_t)n;
    close(fd);
    if (text) text[size] = '\0';
    return text;
}

void write_file(const char *path, const char *content) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    CHECK(fd >= 0);
    CHECK_INT(write(fd, content, strlen(content)), (long long)strlen(content));
    close(fd);
}

void own_mounts(void) {
    CHECK_INT(unshare(CLONE_NEWNS), 0);
    CHECK_INT(mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL), 0);
}

void pause_us(long us) {
    nanosleep(&(struct timespec){us / 1000000, us % 1000000 * 1000}, NULL);
}

void pause_ms(long ms) {
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where) {
    (void)st, (void)type, (void)where;
    return remove(path);
}

static void run_one(const struct test *test) {
    if ((test->needs & ROOT) && geteuid() != 0) skip("needs root");
    if ((test->needs & BUSYBOX) && !busybox()) skip("needs busybox-static");
    test->run();
    fflush(NULL);
    _exit(0);
}

/* A supervisor that has let go of its caller may still be on its way out. */
static bool ends_soon(pid_t pid) {
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    bool ended = fd >= 0 && poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, 5000) == 1;
    if (fd >= 0) close(fd);
    return ended;
}

/* Whatever the test has left running is this process's child now: it is a failure, and ended. */
static int leftovers(void) {
    int count = 0;
    pid_t pid;
    while ((pid = waitpid(-1, NULL, WNOHANG)) > 0 || (pid == 0 && count < 100)) {
        if (pid != 0) continue;
        char *children = content_of("/proc/thread-self/children");
        pid_t left = children ? (pid_t)strtol(children, NULL, 10) : 0;
        free(children);
        if (left <= 0) break;
        if (ends_soon(left)) continue;
        char *name = content_of(text_of("/proc/%d/comm", (int)left));
        fprintf(stderr, "    left running: %d %s", (int)left, name ? name : "\n");
        kill(left, SIGKILL);
        waitpid(left, NULL, 0);
        count++;
    }
    return count;
}

/* What the caller ignores, as under nohup or in the background of a script, is not ignored here. */
static void default_signals(void) {
    static const int numbers[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) signal(numbers[i], SIG_DFL);
}

int run_tests(const char *program, const struct test *tests, size_t count, const char *only) {
    int bad = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    for (size_t i = 0; i < count; i++) {
        if (only && strcmp(only, tests[i].name) != 0) continue;
        snprintf(directory, sizeof directory, "/tmp/jcr-test-XXXXXX");
        if (!mkdtemp(directory)) return FAILED;
        printf("  %s.%s ", program, tests[i].name);
        fflush(stdout);
        pid_t pid = fork();
        if (pid == 0) {
            alarm(LIMIT_SECONDS);
            default_signals();
            run_one(&tests[i]);
        }
        int status = 0;
        waitpid(pid, &status, 0);
        pause_ms(5); /* what dies with the test's processes does so by now */
        int left = leftovers();
        nftw(directory, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
        bool skipped = WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED;
        if (!skipped && (status != 0 || left > 0)) {
            printf("FAIL%s\n", WIFSIGNALED(status) ? " (killed by a signal)" : "");
            bad++;
        } else if (!skipped) {
            printf("ok\n");
        }
    }
    return bad ? FAILED : 0;
}
