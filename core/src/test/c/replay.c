/*
 * jcr-replay [--time] [--undo JOURNAL] FILE [COUNT]: launches a stored LAUNCH packet as S would,
 * without J: this process says PROCEED beforehand, and hears what C would tell J. For measurements;
 * what J does to the host has to be there already.
 */
#include "../../main/c/journal.h"
#include "../../main/c/kernel.h"
#include "../../main/c/launch.h"
#include "../../main/c/message.h"
#include "../../main/c/netlink.h"
#include "../../main/c/packet.h"
#include "../../main/c/signals.h"
#include "../../main/c/trace.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { EXIT_FAILED = 125, ANSWER_ROOM = 65536, FLAGS_AT = 4 };

struct run {
    int control; /* J's end */
    struct child child;
    uint64_t begin, cloned, executed, ended, undone;
    struct step steps[ANSWER_ROOM / sizeof(struct step)];
    uint32_t steps_count;
    int status;
};

static bool load(const char *path, struct packet *packet) {
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) < 0 || st.st_size < FLAGS_AT + 4 || st.st_size > PACKET_MAX) {
        say_errno(fd < 0 ? errno : EINVAL, "read %s", path);
        return false;
    }
    packet->size = (size_t)st.st_size;
    packet->data = malloc(packet->size);
    bool ok = packet->data && read(fd, packet->data, packet->size) == st.st_size;
    (void)close(fd);
    return ok;
}

/* The descriptors that C expects, as in S. */
static int prepare(struct run *r) {
    int control[2], link[2], self = sys_pidfd_open(getpid());
    if (self < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control) < 0 ||
        socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, link) < 0)
        return -1;
    /* Out of the way of the fixed numbers first. */
    r->control = fcntl(control[0], F_DUPFD_CLOEXEC, 16);
    int to_c = fcntl(control[1], F_DUPFD_CLOEXEC, 16);
    int own = fcntl(self, F_DUPFD_CLOEXEC, 16), link_c = fcntl(link[1], F_DUPFD_CLOEXEC, 16);
    if (r->control < 0 || to_c < 0 || own < 0 || link_c < 0 || sys_close_range(FD_CONTROL, 15) < 0)
        return -1;
    if (dup3(to_c, FD_CONTROL, O_CLOEXEC) < 0 || dup3(link_c, FD_LINK, O_CLOEXEC) < 0 ||
        dup3(own, FD_SELF, O_CLOEXEC) < 0 || netlink_open(NETLINK_PROTO_ROUTE) != FD_ROUTES)
        return -1;
    return close(to_c) < 0 || close(link_c) < 0 || close(own) < 0 ? -1 : 0;
}

static void say_failure(const struct failure *f) {
    say_errno(f->error, "phase %d, operation %u%s%s", (int)f->phase, f->index,
              f->detail[0] ? ": " : "", f->detail);
}

/* Hears C until it has executed or ended. */
static void hear(struct run *r) {
    static uint8_t answer[ANSWER_ROOM];
    ssize_t n;
    while ((n = recv(r->control, answer, sizeof answer, 0)) > 0) {
        struct reader in = {answer, answer + n, false};
        uint32_t type = read_u32(&in);
        if (type == PACKET_TRACE) {
            r->steps_count = read_u32(&in);
            memcpy(r->steps, in.at, (size_t)(in.end - in.at));
        } else if (type == PACKET_FAILED) {
            struct failure f = {.phase = (enum phase)read_u32(&in)};
            f.index = read_u32(&in);
            f.error = (int)read_u32(&in);
            (void)read_u32(&in); /* the detail says enough */
            snprintf(f.detail, sizeof f.detail, "%s", read_str(&in).p);
            say_failure(&f);
        }
    }
    r->executed = monotonic_ns();
}

static int print_steps(const struct run *r, struct ops ops, uint32_t *step) {
    struct op op;
    int n = 0;
    while (ops.count > 0 && *step < r->steps_count && ops_next(&ops, &op)) {
        const struct step *s = &r->steps[(*step)++];
        n += printf(" %s=%llu", op.type->name, (unsigned long long)(s->end - s->begin));
    }
    return n;
}

static void print(const struct run *r, const struct launch *l) {
    uint32_t step = 0;
    uint64_t ready = r->steps_count > 0 ? r->steps[r->steps_count - 1].end : r->cloned;
    printf("total=%llu cloned=%llu", (unsigned long long)(r->undone - r->begin),
           (unsigned long long)(r->cloned - r->begin));
    (void)print_steps(r, l->enter, &step);
    (void)print_steps(r, l->inside, &step);
    printf(" exec=%llu exit=%llu teardown=%llu\n", (unsigned long long)(r->executed - ready),
           (unsigned long long)(r->ended - r->executed),
           (unsigned long long)(r->undone - r->ended));
    (void)fflush(stdout);
}

/* How often it waits for PROCEED. */
static int waits(struct ops list) {
    struct op op;
    int count = 0;
    while (list.count > 0 && ops_next(&list, &op))
        count += op.code == OP_PARK || op.code == OP_MEET;
    return count;
}

static bool proceed(int control) {
    static const uint8_t packet[4] = {PACKET_PROCEED};
    if (send(control, packet, sizeof packet, MSG_NOSIGNAL) == sizeof packet) return true;
    say_errno(errno, "send PROCEED");
    return false;
}

static bool run(struct run *r, const struct packet *packet, const struct journal *journal,
                bool times) {
    struct launch l = {0};
    struct failure failure;
    int wait_status;
    r->steps_count = 0;
    if (!launch_decode(packet, &l, &failure)) {
        say_failure(&failure);
        return false;
    }
    if (l.flags & LAUNCH_TERMINAL || prepare(r) < 0) {
        say_errno(l.flags & LAUNCH_TERMINAL ? ENOTSUP : errno, "prepare");
        return false;
    }
    for (int left = waits(l.inside); left > 0; left--)
        if (!proceed(r->control)) return false;
    r->begin = monotonic_ns();
    bool launched = launch_start(&l, &r->child, &failure);
    r->cloned = monotonic_ns();
    (void)close(FD_CONTROL);
    (void)close(FD_LINK);
    (void)close(FD_ROUTES);
    if (!launched) {
        say_failure(&failure);
        return false;
    }
    hear(r);
    while (waitpid(r->child.pid, &wait_status, __WALL) < 0 && errno == EINTR) {
    }
    r->ended = monotonic_ns();
    r->status = exit_status_of(wait_status);
    bool undone = journal->fd < 0 || journal_undo(journal).failures == 0;
    r->undone = monotonic_ns();
    (void)close(r->child.pidfd);
    (void)close(r->control);
    if (times) print(r, &l);
    return undone;
}

int main(int argc, char **argv) {
    static struct run r;
    struct journal journal = NO_JOURNAL;
    struct packet packet = {0};
    bool times = false;
    argc--, argv++;
    for (; argc > 0 && argv[0][0] == '-'; argc--, argv++) {
        if (strcmp(argv[0], "--time") == 0) {
            times = true;
        } else if (strcmp(argv[0], "--undo") == 0 && argc > 1) {
            if (journal_open(&journal, argv[1], false) < 0) {
                say_errno(errno, "open the undo journal %s", argv[1]);
                return EXIT_FAILED;
            }
            argc--, argv++;
        } else {
            say("unknown option %s", argv[0]);
            return 2;
        }
    }
    if (argc < 1 || !load(argv[0], &packet) || signal(SIGCHLD, SIG_DFL) == SIG_ERR)
        return argc < 1 ? 2 : EXIT_FAILED;
    if (times) packet.data[FLAGS_AT] |= LAUNCH_TRACE;
    long count = argc > 1 ? strtol(argv[1], NULL, 10) : 1;
    /* journal.fd moves up: prepare() wants the low numbers. */
    int fd = journal.fd >= 0 ? fcntl(journal.fd, F_DUPFD_CLOEXEC, 64) : -1;
    if (journal.fd >= 0) {
        (void)close(journal.fd);
        journal.fd = fd;
    }
    bool ok = true;
    for (long i = 0; ok && i < count; i++) ok = run(&r, &packet, &journal, times);
    journal_close(&journal);
    free(packet.data);
    return ok ? r.status : EXIT_FAILED;
}
