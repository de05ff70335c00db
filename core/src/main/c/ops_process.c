/* Operations on the process's own attributes: names, session, limits, ids, capabilities. */
#include "kernel.h"
#include "ops.h"

#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/stat.h>

int op_unshare(struct process *c, const union field *f) {
    (void)c;
    return unshare((int)f[0].u);
}

int op_sethostname(struct process *c, const union field *f) {
    (void)c;
    return sethostname(f[0].s.p, f[0].s.n);
}

int op_setdomainname(struct process *c, const union field *f) {
    (void)c;
    return setdomainname(f[0].s.p, f[0].s.n);
}

int op_setsid(struct process *c, const union field *f) {
    (void)c, (void)f;
    if (getsid(0) == getpid()) return 0;
    return setsid() < 0 ? -1 : 0;
}

int op_new_session_keyring(struct process *c, const union field *f) {
    (void)c, (void)f;
    if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION, NULL) >= 0 || errno == ENOSYS) return 0;
    return -1;
}

int op_setrlimit(struct process *c, const union field *f) {
    (void)c;
    const uint64_t limit[2] = {f[1].u, f[2].u}; /* struct rlimit64 */
    return (int)syscall(SYS_prlimit64, 0, (int)f[0].u, limit, NULL);
}

int op_umask(struct process *c, const union field *f) {
    /* Kept for exec: until then, the modes of Mkdir and Mknod apply exactly. */
    c->umask = (mode_t)f[0].u & 0777;
    return 0;
}

int op_personality(struct process *c, const union field *f) {
    (void)c;
    return personality((unsigned long)f[0].u) < 0 ? -1 : 0; /* it returns the former one */
}

int op_chdir(struct process *c, const union field *f) {
    if (chdir(f[0].s.p) < 0) return -1;
    /* A directory outside the root is reported as "(unreachable)/...": CVE-2024-21626. */
    char cwd[4096];
    if (syscall(SYS_getcwd, cwd, sizeof cwd) < 0) return -1;
    if (cwd[0] == '/') return 0;
    snprintf(c->detail, sizeof c->detail, "the directory is outside the container's root");
    errno = EXDEV;
    return -1;
}

static int get_caps(struct k_cap_data data[2]) {
    struct k_cap_header header = {.version = CAP_VERSION_3};
    return (int)syscall(SYS_capget, &header, data);
}

static int set_caps(const struct k_cap_data data[2]) {
    struct k_cap_header header = {.version = CAP_VERSION_3};
    return (int)syscall(SYS_capset, &header, data);
}

static bool capset_follows(struct ops later) {
    struct op op;
    while (later.count > 0 && ops_next(&later, &op))
        if (op.code == OP_CAPSET) return true;
    return false;
}

/* setgroups, setresgid and setresuid as raw system calls. */
static int set_ids(const union field *f) {
    size_t count = f[2].s.n;
    gid_t *groups = calloc(count + 1, sizeof *groups);
    if (!groups) return -1;
    for (size_t i = 0; i < count; i++) {
        uint64_t id;
        memcpy(&id, f[2].s.p + i * sizeof id, sizeof id);
        groups[i] = (gid_t)id;
    }
    int result = setgroups(count, groups);
    free(groups);
    if (result < 0) return -1;
    long uid = (long)f[0].u, gid = (long)f[1].u;
    if (syscall(SYS_setresgid, gid, gid, gid) < 0) return -1;
    return (int)syscall(SYS_setresuid, uid, uid, uid);
}

int op_set_user(struct process *c, const union field *f) {
    /*
     * Leaving uid 0 clears the permitted set (which KEEPCAPS prevents) and the effective set (which
     * nothing prevents, so it is raised again): the operations up to Capset still need them.
     */
    bool keep = f[0].u != 0 && capset_follows(c->later);
    if (keep && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0) return -1;
    if (set_ids(f) < 0) return -1;
    if (!keep) return 0;
    struct k_cap_data data[2];
    if (get_caps(data) < 0) return -1;
    data[0].effective = data[0].permitted;
    data[1].effective = data[1].permitted;
    return set_caps(data) < 0 ? -1 : prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0);
}

int op_cap_bounding(struct process *c, const union field *f) {
    (void)c;
    for (unsigned cap = 0; cap < 64; cap++) {
        if (f[0].u >> cap & 1 || prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) == 0) continue;
        if (errno == EINVAL) return 0; /* the kernel has no higher capabilities */
        int error = errno;
        if (prctl(PR_CAPBSET_READ, cap, 0, 0, 0) != 0) {
            errno = error;
            return -1;
        }
    }
    return 0;
}

int op_capset(struct process *c, const union field *f) {
    (void)c;
    const struct k_cap_data data[2] = {
        {(uint32_t)f[0].u, (uint32_t)f[1].u, (uint32_t)f[2].u},
        {(uint32_t)(f[0].u >> 32), (uint32_t)(f[1].u >> 32), (uint32_t)(f[2].u >> 32)},
    };
    if (set_caps(data) < 0) return -1;
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0) return -1;
    for (unsigned cap = 0; cap < 64; cap++)
        if (f[3].u >> cap & 1 && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0) < 0)
            return -1;
    return 0;
}

int op_no_new_privs(struct process *c, const union field *f) {
    (void)c, (void)f;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

int op_seccomp(struct process *c, const union field *f) {
    (void)c;
    struct k_sock_fprog program = {(unsigned short)(f[0].s.n / sizeof(struct k_sock_filter)),
                                   (struct k_sock_filter *)f[0].s.p};
    return (int)syscall(SYS_seccomp, SECCOMP_MODE_FILTER_SET, 0, &program);
}
