/*
 * C: what the container's first process does before it becomes the user's program.
 *
 *   cloned ── PDEATHSIG, own descriptors and signals ── operations ── Park ── the remaining ones
 *          ── Execve
 *
 * If J has to do something in between (hooks), Meet waits for that in the same way.
 *
 * If nothing follows Park, C only holds its namespaces for J and runs no program.
 *
 * Until Execve, every failure is reported to J and ends the process; S reports nothing on its own.
 */
#include "kernel.h"
#include "launch.h"
#include "signals.h"
#include "trace.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>

/* S must learn of it, too: the end of the link alone means that the program runs. */
static _Noreturn void give_up(const struct process *c) {
    (void)send_bytes(c->link, "F", 1);
    _exit(c->exit_status);
}

static _Noreturn void fail(struct process *c, int error) {
    trace_send(c->control);
    (void)send_failed(c->control, c->phase, c->index, error, c->cause,
                      c->detail); /* J may be gone */
    give_up(c);
}

static void run_list(struct process *c, struct ops list) {
    c->phase = PHASE_INSIDE;
    for (c->index = 0; list.count > 0; c->index++) {
        struct op op;
        trace_begin();
        if (!ops_next(&list, &op)) fail(c, EPROTO); /* not reached: the list has been checked */
        c->later = list;
        if (op.type->run(c, op.f) < 0) fail(c, errno);
        trace_end();
    }
}

/* Waits for PROCEED. */
int op_park(struct process *c, const union field *f) {
    (void)f;
    struct packet packet;
    int n = packet_receive(c->control, &packet);
    if (n < 0) return -1;
    if (n == 0) /* J is gone: nobody is left to report to */
        give_up(c);
    struct reader r = {packet.data, packet.data + packet.size, false};
    bool proceed = read_u32(&r) == PACKET_PROCEED && r.at == r.end;
    packet_free(&packet);
    if (proceed) return 0;
    snprintf(c->detail, sizeof c->detail, "not a PROCEED packet");
    errno = EPROTO;
    return -1;
}

/* Says that everything so far has been done, and waits for PROCEED. If J is gone, waiting fails. */
int op_meet(struct process *c, const union field *f) {
    if (send_met(c->control) < 0 && errno != EPIPE) return -1;
    return op_park(c, f);
}

/*
 * S may have died between the clone and this call. getppid() is meaningless across PID namespaces,
 * so S's pidfd tells.
 */
static void die_with_parent(void) {
    struct pollfd parent = {.fd = FD_SELF, .events = POLLIN};
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 || poll(&parent, 1, 0) != 0)
        _exit(EXIT_INIT_FAILED);
}

/* They are all above those numbers, so a later one is not overwritten before its turn. */
static int take_stdio(const int stdio[3]) {
    for (int fd = 0; fd < 3; fd++)
        if (stdio[fd] >= 0 && dup2(stdio[fd], fd) < 0) return -1;
    return 0;
}

_Noreturn void inside_run(const struct launch *l) {
    static struct process c; /* too large for the stack; only C touches its pages */
    trace_end();             /* of Clone */
    die_with_parent();
    c.control = FD_CONTROL;
    c.link = FD_LINK;
    c.parent = FD_SELF;
    c.routes = FD_ROUTES;
    c.root.fd = c.parent_dir.fd = c.userns = -1;
    c.exit_status = EXIT_INIT_FAILED;
    if (take_stdio(l->stdio) < 0 || sys_close_range(FD_FREE, ~0U) < 0 || signals_reset() < 0)
        fail(&c, errno);
    c.umask = umask(0);
    run_list(&c, l->inside);
    _exit(0); /* the last operation was Park: J no longer needs the namespaces */
}
