#include "resident.h"

#include "message.h"
#include "signals.h"
#include "trace.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

enum { GONE = 125, NS_PER_MS = 1000000, PATIENCE_MS = 5000 };

int resident_hear(struct resident *r, int *life) {
    unsigned char packet[2];
    ssize_t n = -1;
    if (!resident_hangs(r, *life)) do
            n = recv(*life, packet, sizeof packet, MSG_WAITALL);
        while (n < 0 && errno == EINTR);
    (void)close(*life);
    *life = -1;
    if (n == sizeof packet && packet[0] == 'S') return packet[1];
    if (r->signal) return 128 + r->signal;
    say("the planner (jcr daemon) was killed");
    return GONE;
}

void resident_signal(struct resident *r, int life, int signal) {
    if (!signals_terminating(signal) || r->signal) return;
    const unsigned char packet[2] = {'K', (unsigned char)signal};
    r->signal = signal;
    r->deadline = monotonic_ns() + (uint64_t)PATIENCE_MS * NS_PER_MS;
    (void)send(life, packet, sizeof packet, MSG_NOSIGNAL); /* EPIPE: its end is noticed next */
}

int resident_timeout(const struct resident *r, int life, int timeout) {
    if (!r->is || !r->deadline || life < 0) return timeout;
    uint64_t now = monotonic_ns();
    int left = now < r->deadline ? (int)((r->deadline - now) / NS_PER_MS) + 1 : 0;
    return timeout < 0 || left < timeout ? left : timeout;
}

bool resident_hangs(const struct resident *r, int life) {
    return r->is && r->deadline && life >= 0 && monotonic_ns() >= r->deadline;
}
