#include "events.h"

#include "kernel.h"
#include "small_file.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAME = 256 + NAME_MAX_SIZE, DETAIL_ROOM = 64 };

/* Lines to be written together. */
struct lines {
    char *text;
    size_t size;
};

static void add(struct lines *l, const struct subject *s, const char *action, const char *detail) {
    char now[TIME_ROOM];
    struct timespec time = {0};
    size_t room = FRAME + strlen(s->id) + strlen(s->attributes) + strlen(action) + strlen(detail);
    char *longer = realloc(l->text, l->size + room);
    if (!longer) return; /* without memory, no event */
    l->text = longer;
    (void)clock_gettime(CLOCK_REALTIME, &time);
    time_text(&time, now);
    const char *comma = *s->attributes && *detail ? "," : "";
    l->size += (size_t)snprintf(l->text + l->size, room,
                                "{\"time\":\"%s\",\"type\":\"container\",\"action\":\"%s\","
                                "\"id\":\"%s\",\"name\":\"%s\",\"attributes\":{%s%s%s}}\n",
                                now, action, s->id, s->name, s->attributes, comma, detail);
}

static int flush(const struct event_file *file, struct lines *l) {
    int result = l->size ? event_file_append(file, l->text, l->size) : 0, error = errno;
    free(l->text);
    errno = error;
    return result;
}

static struct subject subject_read(struct reader *r) {
    struct subject s = {.id = (char *)read_str(r).p};
    struct span name = read_str(r);
    if (name.n >= NAME_MAX_SIZE)
        r->bad = true;
    else
        memcpy(s.name, name.p, name.n);
    s.attributes = (char *)read_str(r).p;
    return s;
}

int events_write(struct reader *r) {
    struct event_file file = event_file_read(r);
    struct subject subject = subject_read(r);
    struct span action = read_str(r);
    if (r->bad || r->at != r->end) {
        errno = EPROTO;
        return -1;
    }
    struct lines lines = {0};
    add(&lines, &subject, action.p, "");
    return flush(&file, &lines);
}

/* The packet is freed; what it said is kept. */
static int copy(char **text) {
    *text = strdup(*text);
    return *text ? 0 : -1;
}

int events_keep(struct events *e, struct reader *r) {
    struct events given = {.file = event_file_read(r), .of = subject_read(r)};
    given.name_file = (char *)read_str(r).p;
    struct span began = read_strs(r), ended = read_str(r), gone = read_str(r);
    if (r->bad || r->at != r->end) {
        errno = EPROTO;
        return -1;
    }
    given.ended = (char *)ended.p;
    given.gone = (char *)gone.p;
    given.began = span_copy(began);
    if (!given.began || copy(&given.of.id) < 0 || copy(&given.of.attributes) < 0 ||
        copy(&given.name_file) < 0 || copy(&given.ended) < 0 || copy(&given.gone) < 0 ||
        copy(&given.file.path) < 0)
        return -1;
    *e = given;
    return 0;
}

void events_name(struct events *e) {
    char name[NAME_MAX_SIZE];
    if (!e->file.path || file_read(e->name_file, name, sizeof name) <= 0) return;
    name[strcspn(name, "\n")] = '\0';
    memcpy(e->of.name, name, sizeof name);
}

void events_begin(struct events *e) {
    struct lines lines = {0};
    if (!e->file.path || e->begun) return;
    e->begun = true;
    events_name(e);
    for (char **action = e->began; *action; action++) add(&lines, &e->of, *action, "");
    (void)flush(&e->file, &lines); /* a container runs whether or not that can be recorded */
}

void events_end(const struct events *e, const struct outcome *outcome) {
    char detail[DETAIL_ROOM], signal[DETAIL_ROOM / 2] = "";
    struct lines lines = {0};
    if (!e->begun) return;
    if (outcome->signal) snprintf(signal, sizeof signal, ",\"signal\":%d", outcome->signal);
    snprintf(detail, sizeof detail, "\"exitCode\":%d%s", outcome->status, signal);
    if (outcome->oom_killed) add(&lines, &e->of, "oom", "");
    add(&lines, &e->of, e->ended, detail);
    if (*e->gone && outcome->undo->failures == 0) add(&lines, &e->of, e->gone, "");
    (void)flush(&e->file, &lines);
}
