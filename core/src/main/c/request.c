/*
 * What J requests from S; each request is answered on the same socket:
 *
 *   BEGIN, RECLAIM, RECORD,
 *   EVENTS, EVENT,
 *   TEARDOWN ──► OK                   DETACH ──► OK, by S'     LAUNCH ──► PARKED, then S closes its
 *   DEAD ──► NAMES                                                       end
 *        any of them ──► FAILED (after a LAUNCH that failed S closes its end, too)
 */
#include "request.h"

#include "dead.h"
#include "detach.h"
#include "message.h"
#include "small_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* J waits for each answer; if there can be none, end of file serves as one. */
static void answer(struct supervisor *s, int result) {
    if (result == 0) return;
    if (errno != EPIPE && errno != ECONNRESET) /* J's end is noticed elsewhere */
        say_errno(errno, "send to java");
    supervisor_close(&s->control);
}

static void refuse(struct supervisor *s, const struct failure *f) {
    answer(s, send_failed(s->control, f->phase, f->index, f->error, CAUSE_OPERATION, f->detail));
}

static void refuse_journal(struct supervisor *s, int error, const char *detail) {
    answer(s, send_failed(s->control, PHASE_JOURNAL, 0, error, CAUSE_OPERATION, detail));
}

static void on_begin(struct supervisor *s, const char *path) {
    if (s->journal.fd >= 0)
        refuse_journal(s, EALREADY, "a journal is open already");
    else if (journal_begin(&s->journal, path) < 0)
        refuse_journal(s, errno, path);
    else
        answer(s, send_ok_with(s->control, 0, s->journal.fd));
}

static void on_reclaim(struct supervisor *s, const char *path) {
    struct journal dead;
    if (journal_open(&dead, path, false) < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            answer(s, send_ok(s->control, 0));
        else
            refuse_journal(s, errno, path);
        return;
    }
    struct undo_result result = journal_run(&dead);
    if (result.failures > 0)
        refuse_journal(s, result.error, result.what);
    else
        answer(s, send_ok(s->control, result.steps));
    journal_close(&dead);
}

static void on_dead(struct supervisor *s, const char *containers) {
    static struct names names;
    if (dead_list(containers, &names) < 0)
        refuse_journal(s, errno, containers);
    else
        answer(s, send_names(s->control, names.count, names.bytes, names.size));
}

static void on_record(struct supervisor *s, struct reader *r) {
    struct span path = read_str(r), successor = read_strs(r);
    if (r->bad || r->at != r->end)
        refuse_journal(s, EPROTO, "malformed packet");
    else if (s->ending.path || s->ending.successor)
        refuse_journal(s, EALREADY, "an ending is known already");
    else if (ending_keep(&s->ending, path, successor) < 0)
        refuse_journal(s, errno, path.p);
    else
        answer(s, send_ok(s->control, 0));
}

static void on_events(struct supervisor *s, struct reader *r) {
    if (s->events.file.path)
        refuse_journal(s, EALREADY, "the events are known already");
    else if (events_keep(&s->events, r) < 0)
        refuse_journal(s, errno, errno == EPROTO ? "malformed packet" : "events");
    else
        answer(s, send_ok(s->control, 0));
}

static void on_event(struct supervisor *s, struct reader *r) {
    if (events_write(r) < 0)
        refuse_journal(s, errno, errno == EPROTO ? "malformed packet" : "");
    else
        answer(s, send_ok(s->control, 0));
}

static void on_teardown(struct supervisor *s, struct reader *r) {
    if (s->teardown.fd >= 0)
        refuse_journal(s, EALREADY, "the trace is known already");
    else if (teardown_keep(&s->teardown, r) < 0)
        refuse_journal(s, errno, errno == EPROTO ? "malformed packet" : "the trace");
    else
        answer(s, send_ok(s->control, 0));
}

static void on_detach(struct supervisor *s, struct reader *r) {
    struct detachment d = {.log = read_str(r)};
    d.max_size = read_u64(r);
    d.max_file = read_u32(r);
    d.stdin_mode = read_u32(r);
    d.control = read_str(r);
    const char *what;
    if (r->bad || r->at != r->end || d.max_file == 0 || d.stdin_mode > STDIN_ONCE)
        refuse_journal(s, EPROTO, "malformed packet");
    else if (s->role != WHOLE)
        refuse_journal(s, EALREADY, "detached already");
    else if (detach(s, &d, &what) < 0)
        refuse_journal(s, errno, what);
    else if (s->role == DETACHED)
        answer(s, send_ok(s->control, (uint64_t)getpid()));
}

static void on_attach(struct supervisor *s, struct reader *r) {
    struct span control = read_str(r), keys = read_bytes(r);
    uint32_t in = read_u32(r), signal_proxy = read_u32(r);
    struct attachment *a = &s->attachment;
    if (r->bad || r->at != r->end || keys.n > KEYS_MAX || in > 1 || signal_proxy > 1) {
        refuse_journal(s, EPROTO, "malformed packet");
    } else if (a->wanted || s->role != WHOLE) {
        refuse_journal(s, EALREADY, "attached or detached already");
    } else if (attach_begin(a, control) < 0) {
        refuse_journal(s, errno, control.p);
    } else {
        a->input = in;
        a->signal_proxy = signal_proxy;
        a->keys_count = keys.n;
        memcpy(a->keys, keys.p, keys.n);
        answer(s, send_ok(s->control, 0));
    }
}

/* C's standard streams, and C. */
static bool start(struct supervisor *s, struct launch *l, struct failure *failure) {
    bool pipes = s->role == DETACHED && !(l->flags & LAUNCH_TERMINAL);
    if (pipes && streams_make(&s->relay.c, l, s->relay.mode) < 0) {
        *failure = (struct failure){PHASE_JOURNAL, 0, errno, "make the standard streams"};
        return false;
    }
    bool ok = launch_start(l, &s->container, failure);
    streams_given(l);
    s->relay.terminal = s->relay.clients.terminal = l->flags & LAUNCH_TERMINAL;
    if (ok && s->role == DETACHED) clients_hello(&s->relay.clients);
    return ok;
}

static void on_launch(struct supervisor *s, const struct packet *packet) {
    struct launch l = {0};
    struct failure failure;
    if (!launch_decode(packet, &l, &failure) || !start(s, &l, &failure)) {
        refuse(s, &failure);
        supervisor_close(&s->control); /* FAILED followed by end of file, as when C fails */
        return;
    }
    s->traced = l.flags & LAUNCH_TRACE;
    uint64_t start_time = process_start_time(s->container.pid);
    if (notes_keep(&s->notes, &l.notes, l.notes_count) < 0 ||
        (s->journal.fd >= 0 && journal_add_kill(&s->journal, s->container.pid, start_time) < 0)) {
        refuse_journal(s, errno, "write the undo journal");
        supervisor_kill(s);
    } else {
        answer(s, send_parked(s->control, s->container.pid, start_time));
    }
    /* From here on, only C holds these: end of file tells both J and S that C has executed. */
    supervisor_close(&s->control);
    (void)close(FD_LINK);
    (void)close(FD_ROUTES);
}

static void on_path(struct supervisor *s, uint32_t type, struct reader *r) {
    struct span path = read_str(r);
    if (r->bad || r->at != r->end || path.n == 0)
        refuse_journal(s, EPROTO, "malformed packet");
    else if (type == PACKET_BEGIN)
        on_begin(s, path.p);
    else if (type == PACKET_RECLAIM)
        on_reclaim(s, path.p);
    else if (type == PACKET_DEAD)
        on_dead(s, path.p);
    else
        refuse_journal(s, EPROTO, "unknown packet");
}

void request_handle(struct supervisor *s) {
    struct packet packet = {0};
    int n = packet_receive(s->control, &packet);
    if (n <= 0) {
        if (n < 0) say_errno(errno, "receive from java");
        supervisor_close(&s->control);
        return;
    }
    struct reader r = {packet.data, packet.data + packet.size, false};
    uint32_t type = read_u32(&r);
    if (type == PACKET_LAUNCH)
        on_launch(s, &packet);
    else if (type == PACKET_DETACH)
        on_detach(s, &r);
    else if (type == PACKET_RECORD)
        on_record(s, &r);
    else if (type == PACKET_ATTACH)
        on_attach(s, &r);
    else if (type == PACKET_EVENTS)
        on_events(s, &r);
    else if (type == PACKET_EVENT)
        on_event(s, &r);
    else if (type == PACKET_TEARDOWN)
        on_teardown(s, &r);
    else
        on_path(s, type, &r);
    packet_free(&packet);
}
