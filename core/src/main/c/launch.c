#include "launch.h"

#include "kernel.h"
#include "trace.h"

#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { SETNS_MAX = 16 };

static const uint64_t NAMESPACES = CLONE_NEWTIME | CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |
                                   CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

static bool failed(struct failure *f, enum phase phase, uint32_t index, int error,
                   const char *detail) {
    f->phase = phase;
    f->index = index;
    f->error = error;
    snprintf(f->detail, sizeof f->detail, "%s", detail);
    return false;
}

bool launch_decode(const struct packet *packet, struct launch *l, struct failure *failure) {
    struct reader r = {packet->data, packet->data + packet->size, false};
    if (read_u32(&r) != PACKET_LAUNCH)
        return failed(failure, PHASE_ENTER, 0, EPROTO, "not a LAUNCH packet");
    for (int i = 0; i < 3; i++) l->stdio[i] = -1;
    l->flags = read_u32(&r);
    l->notes_count = read_u32(&r);
    l->notes = r;
    for (uint32_t i = 0; i < l->notes_count && !r.bad; i++)
        for (int field = 0; field < 4; field++) (void)read_str(&r);
    if (r.bad || l->flags & ~(uint32_t)LAUNCH_ALL)
        return failed(failure, PHASE_ENTER, 0, EPROTO, "malformed flags or notes");
    l->notes.end = r.at;
    uint32_t index;
    const char *why;
    if (!ops_read(&r, &l->enter) || !ops_read(&r, &l->inside) || r.at != r.end)
        return failed(failure, PHASE_ENTER, 0, EPROTO, "malformed list of operations");
    if (!ops_valid(l->enter, PHASE_ENTER, l->flags, &index, &why))
        return failed(failure, PHASE_ENTER, index, EPROTO, why);
    if (!ops_valid(l->inside, PHASE_INSIDE, l->flags, &index, &why))
        return failed(failure, PHASE_INSIDE, index, EPROTO, why);
    return true;
}

/* The files that `enter` names, opened before any of it runs: their paths are the host's. */
struct opened {
    int ns[SETNS_MAX];
    unsigned count;
    int userns; /* the one of `ns` that is a user namespace; -1: none */
    int cgroup;
};

static void close_opened(struct opened *o) {
    for (unsigned i = 0; i < o->count; i++) (void)close(o->ns[i]);
    if (o->cgroup >= 0) (void)close(o->cgroup);
}

static bool open_files(struct ops enter, struct opened *o, struct failure *failure) {
    struct op op;
    for (uint32_t i = 0; enter.count > 0 && ops_next(&enter, &op); i++) {
        int *fd = op.code == OP_CLONE ? &o->cgroup : &o->ns[o->count];
        bool named =
            (op.code == OP_CLONE && op.f[1].s.n > 0) || (op.code == OP_SETNS && op.f[0].s.n > 0);
        if (!named) continue;
        if (op.code == OP_SETNS && o->count == SETNS_MAX)
            return failed(failure, PHASE_ENTER, i, E2BIG, "too many Setns");
        const char *path = op.code == OP_CLONE ? op.f[1].s.p : op.f[0].s.p;
        *fd = open(path, (op.code == OP_CLONE ? O_PATH | O_DIRECTORY : O_RDONLY) | O_CLOEXEC);
        if (*fd < 0) return failed(failure, PHASE_ENTER, i, errno, "");
        if (op.code == OP_SETNS && op.f[1].u == CLONE_NEWUSER) o->userns = *fd;
        o->count += op.code == OP_SETNS;
    }
    return true;
}

/* clone3. In C, it runs `inside` and never returns. */
static pid_t clone_container(const struct launch *l, const struct op *clone, int cgroup,
                             bool as_sibling, int *pidfd) {
    struct k_clone_args args = {
        .flags = clone->f[0].u | CLONE_PIDFD,
        .pidfd = (uint64_t)(uintptr_t)pidfd,
        .exit_signal = SIGCHLD,
    };
    if (clone->f[0].u & ~NAMESPACES) {
        errno = EINVAL;
        return -1;
    }
    if (as_sibling) { /* the exit signal is then the intermediate's own, which is SIGCHLD, too */
        args.flags |= CLONE_PARENT;
        args.exit_signal = 0;
    }
    if (cgroup >= 0) {
        args.flags |= CLONE_INTO_CGROUP;
        args.cgroup = (uint64_t)cgroup;
    }
    pid_t pid = sys_clone3(&args);
    if (pid == 0) inside_run(l);
    return pid;
}

/* What the intermediate reports to S. */
struct result {
    pid_t pid;
    uint32_t index;
    int error;
    char detail[DETAIL_MAX];
};

/*
 * Enters a user namespace as its root: a process whose id is not mapped there can create no file.
 * The last join of all, since it gives up the capabilities over the host's namespaces.
 */
static int enter_user_namespace(struct process *c, int fd) {
    if (setns(fd, CLONE_NEWUSER) < 0) return -1;
    if (setgroups(0, NULL) < 0 && errno != EPERM) return -1;
    if (syscall(SYS_setresgid, 0, 0, 0) == 0 && syscall(SYS_setresuid, 0, 0, 0) == 0) return 0;
    snprintf(c->detail, sizeof c->detail, "id 0 is not mapped in it");
    return -1;
}

static int join(struct process *c, const struct op *op, const struct opened *o, unsigned *next) {
    int fd = op->f[0].s.n > 0 ? o->ns[(*next)++] : c->userns;
    if (op->f[1].u == CLONE_NEWUSER) return enter_user_namespace(c, fd);
    return setns(fd, (int)op->f[1].u);
}

/* The intermediate: runs `enter`, the clone last, and reports to S. */
static _Noreturn void run_enter(const struct launch *l, const struct opened *o, int answer) {
    struct result result = {0};
    static struct process c;
    c.root.fd = c.parent_dir.fd = -1;
    c.userns = o->userns;
    struct ops list = l->enter;
    struct op op;
    unsigned ns = 0;
    int pidfd, done = 0;
    /* Processes in the namespaces to be joined must not look into this one while it still belongs
     * to the host. */
    if (o->count > 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) done = -1;
    for (; done == 0 && list.count > 0 && ops_next(&list, &op); result.index++) {
        trace_begin();
        if (op.code == OP_CLONE)
            done = result.pid = clone_container(l, &op, o->cgroup, true, &pidfd);
        else if (op.code == OP_SETNS)
            done = join(&c, &op, o, &ns);
        else
            done = op.type->run(&c, op.f);
        trace_end();
    }
    if (done < 0) {
        result.error = errno;
        result.index -= result.index > 0;
        memcpy(result.detail, c.detail, sizeof result.detail);
    }
    ssize_t n = write(answer, &result, sizeof result);
    _exit(n == sizeof result ? 0 : 1);
}

static bool start_by_intermediate(const struct launch *l, const struct opened *o,
                                  struct child *child, struct failure *failure) {
    int answer[2];
    struct result result = {0};
    if (pipe2(answer, O_CLOEXEC) < 0) return failed(failure, PHASE_ENTER, 0, errno, "pipe");
    pid_t pid = fork();
    if (pid == 0) run_enter(l, o, answer[1]);
    int error = errno;
    (void)close(answer[1]);
    ssize_t n = -1;
    if (pid > 0) {
        do n = read(answer[0], &result, sizeof result);
        while (n < 0 && errno == EINTR);
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
        }
        error = ECHILD; /* the intermediate died without reporting */
    }
    (void)close(answer[0]);
    if (n != sizeof result) return failed(failure, PHASE_ENTER, 0, error, "intermediate process");
    if (result.error)
        return failed(failure, PHASE_ENTER, result.index, result.error, result.detail);
    child->pid = result.pid;
    child->pidfd = sys_pidfd_open(result.pid); /* C is S's own child: its pid is not reused */
    return child->pidfd >= 0 || failed(failure, PHASE_ENTER, result.index, errno, "pidfd_open");
}

bool launch_start(const struct launch *l, struct child *child, struct failure *failure) {
    struct opened o = {.cgroup = -1, .userns = -1};
    struct op op;
    struct ops enter = l->enter;
    bool ok = open_files(l->enter, &o, failure);
    trace_start(l->flags & LAUNCH_TRACE);
    if (ok && l->enter.count == 1 && ops_next(&enter, &op)) {
        trace_begin();
        child->pid = clone_container(l, &op, o.cgroup, false, &child->pidfd);
        if (child->pid < 0) ok = failed(failure, PHASE_ENTER, 0, errno, "");
    } else if (ok) {
        ok = start_by_intermediate(l, &o, child, failure);
    }
    if (!ok) child->pid = 0;
    close_opened(&o);
    return ok;
}
