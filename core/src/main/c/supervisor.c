#include "supervisor.h"

#include "kernel.h"

#include <signal.h>

void supervisor_init(struct supervisor *s) {
    s->called = s->pair = s->attachment.fd = s->link = s->terminal.master = s->ending.fd =
        s->teardown.fd = -1;
    s->control = FD_CONTROL;
    s->jvm_status = s->container_status = RUNNING;
    s->journal = NO_JOURNAL;
    relay_init(&s->relay);
}

bool supervisor_runs(const struct child *child, int status) {
    return child->pid > 0 && status == RUNNING;
}

void supervisor_close(int *fd) {
    if (*fd >= 0) (void)close(*fd);
    *fd = -1;
}

void supervisor_kill(struct supervisor *of) {
    if (!supervisor_runs(&of->container, of->container_status)) return;
    if (!of->executed) of->failed = true;
    (void)sys_pidfd_send_signal(of->container.pidfd, SIGKILL); /* ESRCH: it has just ended */
}

int supervisor_know_self(void) {
    int self = sys_pidfd_open(getpid());
    if (self < 0 || dup3(self, FD_SELF, O_CLOEXEC) < 0) return -1;
    return close(self);
}
