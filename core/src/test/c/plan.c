#include "plan.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "../../main/c/kernel.h"
#include "../../main/c/packet.h"

#define U(x) ((uint64_t)(x))

static const uint64_t NAMESPACES =
    CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWCGROUP;

static void dev(struct writer *w, const char *root, bool wrong_null) {
    static const struct {
        const char *path;
        uint64_t minor;
    } nodes[] = {{"/dev/null", 3},
                 {"/dev/zero", 5},
                 {"/dev/full", 7},
                 {"/dev/random", 8},
                 {"/dev/urandom", 9}};
    static const char *const links[][2] = {{"/proc/self/fd", "/dev/fd"},
                                           {"/proc/self/fd/0", "/dev/stdin"},
                                           {"/proc/self/fd/1", "/dev/stdout"},
                                           {"/proc/self/fd/2", "/dev/stderr"},
                                           {"pts/ptmx", "/dev/ptmx"}};
    w_op(w, 21, "ssssus", root, "tmpfs", "/dev", "tmpfs", U(MS_NOSUID | MS_NOEXEC),
         "mode=755,size=64k");
    w_op(w, 23, "ssu", root, "/dev/pts", U(0755));
    w_op(w, 21, "ssssus", root, "devpts", "/dev/pts", "devpts", U(MS_NOSUID | MS_NOEXEC),
         "newinstance,ptmxmode=0666,mode=0620,gid=5");
    w_op(w, 21, "ssssus", root, "shm", "/dev/shm", "tmpfs", U(MS_NOSUID | MS_NOEXEC | MS_NODEV),
         "mode=1777,size=64m");
    w_op(w, 21, "ssssus", root, "mqueue", "/dev/mqueue", "mqueue",
         U(MS_NOSUID | MS_NOEXEC | MS_NODEV), "");
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        w_op(w, 24, "ssuuu", root, nodes[i].path, U(S_IFCHR | 0666), U(1),
             i == 0 && wrong_null ? U(5) : nodes[i].minor);
    w_op(w, 24, "ssuuu", root, "/dev/tty", U(S_IFCHR | 0666), U(5), U(0));
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        w_op(w, 25, "sss", root, links[i][0], links[i][1]);
}

static void mounts(struct writer *w, const char *root, bool wrong_null) {
    const uint64_t safe = MS_NOSUID | MS_NOEXEC | MS_NODEV;
    w_op(w, 20, "su", "/", U(MS_PRIVATE | MS_REC));
    w_op(w, 22, "sssuu", "", root, root, U(0), U(1));
    w_op(w, 21, "ssssus", root, "proc", "/proc", "proc", safe, "");
    w_op(w, 21, "ssssus", root, "sysfs", "/sys", "sysfs", safe | MS_RDONLY, "");
    dev(w, root, wrong_null);
}

/* Paths that go through a symbolic link of the root file system. */
static void evil(struct writer *w, const char *root, const char *path) {
    char below[512];
    snprintf(below, sizeof below, "%s/made", path);
    w_op(w, 23, "ssu", root, below, U(0700));
    snprintf(below, sizeof below, "%s/node", path);
    w_op(w, 24, "ssuuu", root, below, U(S_IFCHR | 0600), U(1), U(3));
    snprintf(below, sizeof below, "%s/mounted/deep", path);
    w_op(w, 21, "ssssus", root, "tmpfs", below, "tmpfs", U(MS_NOSUID), "");
    snprintf(below, sizeof below, "%s/bound", path);
    w_op(w, 22, "sssuu", root, "/proc/version", below, U(1), U(0));
}

static void enter_root(struct writer *w, const struct plan *p) {
    static const char *const masked[] = {"/proc/acpi",       "/proc/kcore",   "/proc/keys",
                                         "/proc/timer_list", "/sys/firmware", "/proc/none-such"};
    static const char *const read_only[] = {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
                                            "/proc/sysrq-trigger"};
    w_op(w, p->change_root ? 27 : 26, "s", p->root);
    for (size_t i = 0; i < sizeof masked / sizeof *masked; i++) w_op(w, 28, "s", masked[i]);
    for (size_t i = 0; i < sizeof read_only / sizeof *read_only; i++)
        w_op(w, 29, "s", read_only[i]);
}

static void privileges(struct writer *w, const struct plan *p) {
    const uint64_t docker = 0xa80425fb & ~(1ULL << 24);
    static const uint64_t groups[] = {10, 20};
    w_op(w, 45, "uuu", U(7), U(1024), U(1024)); /* RLIMIT_NOFILE */
    w_op(w, 46, "u", U(022));
    w_op(w, 48, "uuI", p->uid, p->uid, (size_t)2, groups);
    w_op(w, 49, "u", docker);
    uint64_t caps = p->uid ? 0 : docker;
    w_op(w, 50, "uuuu", caps, caps, U(0), U(0));
    w_op(w, 51, "");
}

static void enter(struct writer *w, const struct plan *p) {
    uint64_t flags = NAMESPACES | (p->no_pid_namespace ? 0 : U(CLONE_NEWPID));
    w_list(w);
    if (p->join) {
        w_op(w, 3, "su", p->join, U(CLONE_NEWNET));
        flags &= ~U(CLONE_NEWNET);
    }
    if (p->by_intermediate) {
        w_op(w, 2, "u", flags);
        flags = 0;
    }
    if (p->user_namespace) flags |= CLONE_NEWUSER;
    w_op(w, 1, "us", flags, p->cgroup ? p->cgroup : "");
}

/* mkdir(2) and mkdirat(2) fail with EPERM. */
static void no_mkdir(struct writer *w) {
#ifdef SYS_mkdir
    const uint32_t old = SYS_mkdir;
#else
    const uint32_t old = SYS_mkdirat;
#endif
    const struct k_sock_filter filter[] = {
        {0x20, 0, 0, 0},           /* load the number */
        {0x15, 2, 0, old},         /* equal: to the third */
        {0x15, 1, 0, SYS_mkdirat}, /* equal: to the second */
        {0x06, 0, 0, 0x7fff0000},  /* SECCOMP_RET_ALLOW */
        {0x06, 0, 0, 0x00050001},  /* SECCOMP_RET_ERRNO, EPERM */
    };
    w_op(w, 52, "F", filter, sizeof filter);
}

static void inside(struct writer *w, const struct plan *p) {
    mounts(w, p->root, p->wrong_null);
    if (p->meet) w_op(w, 14, "");
    if (p->evil) evil(w, p->root, p->evil);
    enter_root(w, p);
    w_op(w, 40, "s", "box");
    w_op(w, 43, "");
    if (!p->no_setsid) w_op(w, 42, "");
    if (p->terminal) w_op(w, 44, "uuu", p->uid, U(5), U(1));
    if (p->init) w_op(w, 53, "");
    privileges(w, p);
    w_op(w, 47, "s", p->chdir ? p->chdir : "/");
    if (p->no_mkdir) no_mkdir(w);
}

/* What Park was waited for: the network. */
static void after_park(struct writer *w, const struct plan *p) {
    /* RTM_NEWLINK: interface 1, the loopback, up; or one that there is not. */
    uint8_t link_up[32] = {32, 0, 0, 0, 16, 0, 5, 0, 1, 0, 0, 0, 0, 0, 0, 0,
                           0,  0, 0, 0, 1,  0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0};
    /* RTM_GETLINK: interface 1. */
    static const uint8_t get_link[32] = {32, 0, 0, 0, 18, 0, 5, 0, 1, 0, 0, 0, 0, 0, 0, 0,
                                         0,  0, 0, 0, 1,  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    if (p->bad_link) link_up[20] = 99;
    w_op(w, 41, "s", "proceeded");
    if (p->lo_up || p->bad_link) w_op(w, 12, "N", link_up, sizeof link_up);
    if (p->host_change) w_op(w, 13, "N", link_up, sizeof link_up);
    if (p->host_question) w_op(w, 13, "N", get_link, sizeof get_link);
}

struct writer plan_launch(const struct plan *p) {
    const char *env[] = {"PATH=/no/such:/bin", "HOME=/", NULL, NULL};
    char *large = NULL;
    if (p->environment_size > 0) {
        large = malloc(p->environment_size + 1);
        memset(large, 'x', p->environment_size);
        memcpy(large, "LARGE=", 6);
        large[p->environment_size] = '\0';
        env[2] = large;
    }
    struct writer w = {0};
    w_u32(&w, PACKET_LAUNCH);
    w_u32(&w, (p->trace ? LAUNCH_TRACE : 0U) | (p->terminal ? LAUNCH_TERMINAL : 0U));
    w_u32(&w, p->note_file ? 1 : 0);
    if (p->note_file) {
        w_str(&w, p->note_file);
        w_str(&w, "oom_kill");
        w_str(&w, p->note_file);
        w_str(&w, "test: killed for memory at %p MiB");
    }
    enter(&w, p);
    w_list(&w);
    if (p->park || p->room) w_op(&w, 10, "");
    if (p->room) return w;
    if (p->park) after_park(&w, p);
    if (!p->bare) inside(&w, p);
    w_op(&w, 54, "sAS", p->file ? p->file : p->argv[0], p->argv, p->env ? p->env : env);
    free(large);
    return w;
}
