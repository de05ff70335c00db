/* What becomes of system calls that a container has no business with. Each is made in a child of
 * its own, with arguments that do nothing even to root on a bare host. */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../cli.h"
#include "../signal_name.h"
#include "sections.h"

struct attempt {
    const char *name;
    long number;
    long args[5];
};

static const struct attempt attempts[] = {
    {"add_key", SYS_add_key, {0}},
    {"bpf", SYS_bpf, {-1}},
    {"clock_settime", SYS_clock_settime, {0}},
    {"clone3", SYS_clone3, {0}},
    {"fsopen", SYS_fsopen, {0, -1}},
    {"init_module", SYS_init_module, {0}},
    {"io_uring_setup", SYS_io_uring_setup, {0}},
    {"kexec_load", SYS_kexec_load, {0, 0, 0, -1}},
    {"keyctl", SYS_keyctl, {-1}},
    {"mount", SYS_mount, {0}},
    {"move_mount", SYS_move_mount, {-1, 0, -1, 0, -1}},
    {"open_by_handle_at", SYS_open_by_handle_at, {-1}},
    {"open_tree", SYS_open_tree, {-1, 0, -1}},
    {"perf_event_open", SYS_perf_event_open, {0, 0, -1, -1}},
    {"pivot_root", SYS_pivot_root, {0}},
    {"ptrace", SYS_ptrace, {-1}},
    {"reboot", SYS_reboot, {0}},
    {"setns", SYS_setns, {-1}},
    {"socket(AF_PACKET)", SYS_socket, {AF_PACKET, SOCK_RAW}},
    {"socket(AF_VSOCK)", SYS_socket, {AF_VSOCK, SOCK_STREAM}},
    {"socket(AF_XDP)", SYS_socket, {AF_XDP, SOCK_RAW}},
    {"socket(NETLINK_AUDIT)", SYS_socket, {AF_NETLINK, SOCK_RAW, 9 /* NETLINK_AUDIT */}},
    {"socket(SOCK_RAW)", SYS_socket, {AF_INET, SOCK_RAW, 1 /* IPPROTO_ICMP */}},
    {"swapon", SYS_swapon, {0, -1}},
    {"unshare(CLONE_NEWNS)", SYS_unshare, {CLONE_NEWNS}},
    {"unshare(CLONE_NEWUSER)", SYS_unshare, {CLONE_NEWUSER}},
    {"userfaultfd", SYS_userfaultfd, {-1}},
    {"unknown", 9999, {0}},
};

static _Noreturn void make_call(const struct attempt *attempt) {
    struct rlimit no_core = {0};
    const long *args = attempt->args;
    (void)setrlimit(RLIMIT_CORE, &no_core);
    errno = 0;
    long result = syscall(attempt->number, args[0], args[1], args[2], args[3], args[4]);
    _exit(result == -1 ? errno & 0xff : 0);
}

/* "ok", the name of the errno, or of the signal by which a filter killed the caller. */
static const char *outcome(const struct attempt *attempt, char text[SIGNAL_NAME]) {
    int status;
    pid_t pid = fork();
    if (pid == 0) make_call(attempt);
    if (pid < 0) return NULL;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return NULL;
    if (WIFSIGNALED(status)) return signal_name(WTERMSIG(status), text);
    return WEXITSTATUS(status) ? errno_name(WEXITSTATUS(status)) : "ok";
}

void print_syscalls(struct json *json, const char *key) {
    char text[SIGNAL_NAME];
    void (*before)(int) = signal(SIGCHLD, SIG_DFL); /* ignored, there is nothing to wait for */
    fflush(json->out);
    json_object(json, key);
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        json_string(json, attempts[i].name, outcome(&attempts[i], text));
    json_end(json);
    (void)signal(SIGCHLD, before);
}
