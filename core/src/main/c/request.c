/*
 * What J asks of S, each answered on the same socket:
 *
 *   BEGIN ──► OK      RECLAIM ──► OK      LAUNCH ──► PARKED, then S closes its end
 *        any of them ──► FAILED (after a LAUNCH that failed S closes its end, too)
 */
#include "supervisor.h"

#include "message.h"
#include "small_file.h"

#include <errno.h>
#include <unistd.h>

static void answer(int result) {
    if (result < 0 && errno != EPIPE && errno != ECONNRESET) /* J's end is noticed by itself */
        say_errno(errno, "answer java");
}

static void refuse(struct supervisor *s, const struct failure *f) {
    answer(send_failed(s->control, f->phase, f->index, f->error, f->detail));
}

static void refuse_journal(struct supervisor *s, int error, const char *detail) {
    answer(send_failed(s->control, PHASE_JOURNAL, 0, error, detail));
}

static void on_begin(struct supervisor *s, const char *path) {
    if (s->journal.fd >= 0)
        refuse_journal(s, EALREADY, "a journal is open already");
    else if (journal_begin(&s->journal, path) < 0)
        refuse_journal(s, errno, path);
    else
        answer(send_ok(s->control, 0));
}

static void on_reclaim(struct supervisor *s, const char *path) {
    struct journal dead;
    if (journal_open(&dead, path, false) < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            answer(send_ok(s->control, 0));
        else
            refuse_journal(s, errno, path);
        return;
    }
    struct undo_result result = journal_run(&dead);
    if (result.failures > 0)
        refuse_journal(s, result.error, result.what);
    else
        answer(send_ok(s->control, result.steps));
    journal_close(&dead);
}

static void on_launch(struct supervisor *s, const struct packet *packet) {
    struct launch l = {0};
    struct failure failure;
    if (!launch_decode(packet, &l, &failure) || !launch_start(&l, &s->container, &failure)) {
        refuse(s, &failure);
        supervisor_close(&s->control); /* FAILED and then the end of file, as when C fails */
        return;
    }
    s->traced = l.flags & LAUNCH_TRACE;
    uint64_t start_time = process_start_time(s->container.pid);
    if (notes_keep(&s->notes, &l.notes, l.notes_count) < 0 ||
        (s->journal.fd >= 0 && journal_add_kill(&s->journal, s->container.pid, start_time) < 0)) {
        refuse_journal(s, errno, "write the undo journal");
        supervisor_kill(s);
    } else {
        answer(send_parked(s->control, s->container.pid, start_time));
    }
    /* From here on C alone holds these: J sees by the end of file that C has executed, and so
     * does S. */
    supervisor_close(&s->control);
    (void)close(FD_LINK);
    (void)close(FD_ROUTES);
}

void request_handle(struct supervisor *s) {
    struct packet packet = {0};
    int n = packet_receive(s->control, &packet);
    if (n <= 0) {
        if (n < 0) say_errno(errno, "hear java");
        supervisor_close(&s->control);
        return;
    }
    struct reader r = {packet.data, packet.data + packet.size, false};
    uint32_t type = read_u32(&r);
    if (type == PACKET_LAUNCH) {
        on_launch(s, &packet);
    } else {
        struct span path = read_str(&r);
        if (r.bad || r.at != r.end || path.n == 0)
            refuse_journal(s, EPROTO, "malformed packet");
        else if (type == PACKET_BEGIN)
            on_begin(s, path.p);
        else if (type == PACKET_RECLAIM)
            on_reclaim(s, path.p);
        else
            refuse_journal(s, EPROTO, "unknown packet");
    }
    packet_free(&packet);
}
