#include "detach.h"

#include "kernel.h"
#include "message.h"
#include "packet.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>

enum { EXIT_FAILED = 125, KILLED = 128 + SIGKILL };

/* F keeps nothing of the container: S' alone holds the lock on the journal. */
static void become_front(struct supervisor *s, int pair) {
    s->role = FRONT;
    s->pair = pair;
    supervisor_close(&s->control);
    supervisor_close(&s->link);
    (void)close(FD_LINK);
    (void)close(FD_ROUTES);
    supervisor_close(&s->ending.fd);
    journal_close(&s->journal);
}

static int open_log(struct supervisor *s, const struct detachment *d, const char **what) {
    *what = d->log.p;
    return d->log.n == 0 ? 0 : log_open(&s->relay.log, d->log.p, d->max_size, d->max_file);
}

static int open_control(struct supervisor *s, const struct detachment *d, const char **what) {
    *what = d->control.p;
    if (d->control.n == 0) return 0;
    if (s->journal.fd >= 0 && journal_add_unlink(&s->journal, d->control.p) < 0) return -1;
    return clients_listen(&s->relay.clients, d->control.p);
}

static int become_detached(struct supervisor *s, int pair, const struct detachment *d,
                           const char **what) {
    s->role = DETACHED;
    s->pair = pair;
    s->relay.on = s->relay.clients.jvm_works = true;
    s->relay.mode = (enum stdin_mode)d->stdin_mode;
    supervisor_close(&s->jvm.pidfd);
    supervisor_close(&s->called); /* J is a child of F */
    s->jvm.pid = 0;
    *what = "become a supervisor of its own";
    (void)umask(022);
    if (setsid() < 0 || chdir("/") < 0 || supervisor_know_self() < 0) return -1;
    if (s->attachment.wanted) {
        int front = fcntl(pair, F_DUPFD_CLOEXEC, FD_FREE);
        if (front < 0) return -1;
        relay_front(&s->relay, front);
    }
    return open_log(s, d, what) < 0 ? -1 : open_control(s, d, what);
}

int detach(struct supervisor *s, const struct detachment *d, const char **what) {
    int pair[2];
    *what = "fork";
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) return -1;
    pid_t pid = fork();
    int error = errno;
    if (pid != 0) (void)close(pair[1]);
    if (pid <= 0) (void)close(pair[0]);
    errno = error;
    if (pid < 0) return -1;
    if (pid == 0) return become_detached(s, pair[1], d, what);
    become_front(s, pair[0]);
    return 0;
}

void detached_hear(struct supervisor *s) {
    unsigned char packet[2];
    ssize_t n;
    do n = recv(s->pair, packet, sizeof packet, 0);
    while (n < 0 && errno == EINTR);
    s->jvm_status = n == sizeof packet && packet[0] == 'S' ? packet[1] : KILLED;
    s->relay.clients.jvm_works = false;
}

void detached_let_go(struct supervisor *s) {
    if (s->pair < 0) return;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; null >= 0 && fd <= 2; fd++) (void)dup2(null, fd); /* cannot fail */
    if (null >= 0) (void)close(null);
    supervisor_close(&s->teardown.fd); /* the trace is of the start */
    (void)send_bytes(s->pair, "L", 1); /* F may be gone */
    supervisor_close(&s->pair);
}

int front_end(struct supervisor *s, int status) {
    unsigned char packet[2] = {'S', (unsigned char)status};
    char answer;
    ssize_t n;
    if (send_bytes(s->pair, packet, sizeof packet) < 0 && errno != EPIPE) {
        say_errno(errno, "tell the container's supervisor how its start ended");
        (void)shutdown(s->pair, SHUT_WR); /* that ends the container; otherwise EPIPE would */
        status = status == 0 ? EXIT_FAILED : status;
    }
    if (status == 0 && s->attachment.wanted) return attach_run(&s->attachment, s->pair, s->signals);
    do n = recv(s->pair, &answer, 1, 0);
    while (n < 0 && errno == EINTR);
    if (status != 0 || n == 1) return status;
    say("the container's supervisor was killed");
    return EXIT_FAILED;
}
