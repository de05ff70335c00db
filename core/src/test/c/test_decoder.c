/*
 * The decoder of packets, to be run under the sanitizers: the golden packets, broken ones, and a
 * bounded run of mutated ones with a fixed seed.
 */
#include "check.h"
#include "writer.h"

#include "../../main/c/kernel.h"
#include "../../main/c/launch.h"
#include "../../main/c/netlink.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define U(x) ((uint64_t)(x))
enum { MUTATIONS = 600000 };

static const char *golden_directory;

static struct writer golden(const char *name) {
    struct writer w = {0};
    char *text = content_of(text_of("%s/%s.hex", golden_directory, name));
    CHECK(text != NULL);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        line[strcspn(line, "#")] = '\0';
        unsigned byte;
        int used;
        for (; sscanf(line, " %2x%n", &byte, &used) == 1; line += used)
            w_raw(&w, &(uint8_t){(uint8_t)byte}, 1);
    }
    return w;
}

/* Decodes an exact copy, so that the sanitizer sees each byte too many, and touches every field. */
static bool decodes(const uint8_t *data, size_t size, struct failure *failure) {
    struct packet packet = {malloc(size ? size : 1), size};
    memcpy(packet.data, data, size);
    struct launch l = {0};
    bool ok = launch_decode(&packet, &l, failure);
    static volatile unsigned sink;
    struct ops lists[] = {l.enter, l.inside};
    for (int i = 0; ok && i < 2; i++)
        for (struct op op; lists[i].count > 0;) {
            CHECK(ops_next(&lists[i], &op));
            for (size_t f = 0; op.type->fields[f]; f++) {
                if (op.type->fields[f] == 's') CHECK_INT(strlen(op.f[f].s.p), op.f[f].s.n);
                if (strchr("bNF", op.type->fields[f]))
                    for (uint32_t b = 0; b < op.f[f].s.n; b++)
                        sink += (unsigned char)op.f[f].s.p[b];
            }
        }
    for (uint32_t i = 0; ok && i < 4 * l.notes_count; i++)
        sink += (unsigned)strlen(read_str(&l.notes).p);
    CHECK(!ok || !l.notes.bad);
    free(packet.data);
    return ok;
}

static void golden_packets(void) {
    struct failure failure;
    struct writer w = golden("packet-launch-all");
    CHECK(decodes(w.data, w.size, &failure));
    w_free(&w);
    w = golden("packet-launch-minimal");
    CHECK(decodes(w.data, w.size, &failure));
    w_free(&w);
    w = golden("packet-proceed");
    CHECK(!decodes(w.data, w.size, &failure));
    CHECK_INT(failure.error, EPROTO);
    w_free(&w);
}

static void every_truncation_fails(void) {
    struct failure failure;
    struct writer w = golden("packet-launch-all");
    for (size_t size = 0; size < w.size; size++) CHECK(!decodes(w.data, size, &failure));
    w_raw(&w, "", 1);
    CHECK(!decodes(w.data, w.size, &failure));
    w_free(&w);
}

static uint64_t state = 0x9e3779b97f4a7c15;

static uint32_t random_below(uint32_t n) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % n;
}

static void mutate(struct writer *w) {
    static const uint32_t odd[] = {0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe, 255, 4096};
    for (uint32_t n = 1 + random_below(4); n > 0; n--) {
        size_t at = random_below((uint32_t)w->size);
        switch (random_below(5)) {
        case 0:
            w->data[at] = (uint8_t)random_below(256);
            break;
        case 1:
            w->data[at] ^= (uint8_t)(1 << random_below(8));
            break;
        case 2:
            w->size = at + 1;
            break;
        case 3:
            memmove(w->data + at, w->data + random_below((uint32_t)at + 1), w->size - at);
            break;
        default: {
            uint32_t value = odd[random_below(sizeof odd / sizeof *odd)];
            if (at + 4 <= w->size) memcpy(w->data + at, &value, 4);
        }
        }
    }
}

static void mutated_packets(void) {
    struct failure failure;
    struct writer all = golden("packet-launch-all"), minimal = golden("packet-launch-minimal");
    struct writer w = {.data = malloc(all.size + minimal.size)};
    unsigned accepted = 0;
    for (int i = 0; i < MUTATIONS; i++) {
        const struct writer *base = i % 3 ? &all : &minimal;
        memcpy(w.data, base->data, base->size);
        w.size = base->size;
        mutate(&w);
        accepted += decodes(w.data, w.size, &failure);
    }
    CHECK(accepted > 100); /* changed strings and numbers: else it never gets past the frame */
    CHECK(accepted < MUTATIONS / 2);
    w_free(&w), w_free(&all), w_free(&minimal);
}

static void mutated_netlink(void) {
    static const uint8_t base[] = {32, 0, 0,  0, 16, 0, 5, 0, 1, 0, 0, 0, 0, 0, 0, 0,  0,
                                   0,  0, 0,  1, 0,  0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 18, 0,
                                   0,  0, 16, 0, 5,  0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 7};
    for (int i = 0; i < MUTATIONS / 5; i++) {
        struct writer w = {0};
        unsigned acks;
        w_raw(&w, base, sizeof base);
        mutate(&w);
        uint8_t *exact = malloc(w.size);
        memcpy(exact, w.data, w.size);
        (void)netlink_well_formed(exact, w.size, &acks);
        free(exact);
        w_free(&w);
    }
}

/* ---- what has to be refused, and with which words ---- */

static const char *const sh[] = {"sh", NULL};
static const char *const none[] = {NULL};

static struct writer begin(uint32_t flags) {
    struct writer w = {0};
    w_u32(&w, PACKET_LAUNCH);
    w_u32(&w, flags);
    w_u32(&w, 0);
    w_list(&w);
    return w;
}

static void inside(struct writer *w) {
    w_op(w, 1, "us", U(CLONE_NEWNS), "");
    w_list(w);
}

static void refused(struct writer w, enum phase phase, uint32_t index, const char *words) {
    struct failure failure = {0};
    CHECK(!decodes(w.data, w.size, &failure));
    CHECK_INT(failure.error, EPROTO);
    CHECK_INT(failure.phase, phase);
    CHECK_INT(failure.index, index);
    CHECK_HAS(failure.detail, words);
    w_free(&w);
}

static struct writer with(uint32_t flags, uint32_t code) {
    struct writer w = begin(flags);
    inside(&w);
    w_op(&w, code, "");
    w_op(&w, 54, "sAS", "sh", sh, none);
    return w;
}

static void misplaced_operations(void) {
    refused(with(0, 99), PHASE_INSIDE, 0, "unknown operation");
    refused(with(0, 1000000), PHASE_INSIDE, 0, "unknown operation");
    refused(with(0, 40), PHASE_INSIDE, 0, "does not fit its payload");
    refused(with(LAUNCH_TERMINAL, 42), PHASE_INSIDE, 2, "TERMINAL");
    refused(with(1, 42), PHASE_ENTER, 0, "flags");
    refused(with(64, 42), PHASE_ENTER, 0, "flags");

    struct writer w = begin(0);
    w_op(&w, 42, "");
    refused(w, PHASE_ENTER, 0, "malformed list"); /* no second list */
    w = begin(0);
    inside(&w);
    refused(w, PHASE_INSIDE, 0, "empty list");
    w = begin(0);
    w_op(&w, 42, "");
    inside(&w);
    w_op(&w, 54, "sAS", "sh", sh, none);
    refused(w, PHASE_ENTER, 0, "not allowed");
    w = begin(0);
    w_op(&w, 2, "u", U(CLONE_NEWUTS));
    w_list(&w);
    w_op(&w, 54, "sAS", "sh", sh, none);
    refused(w, PHASE_ENTER, 0, "last operation");
}

static void misplaced_last_and_twice(void) {
    struct writer w = begin(0);
    w_op(&w, 1, "us", U(0), "");
    inside(&w);
    w_op(&w, 54, "sAS", "sh", sh, none);
    refused(w, PHASE_ENTER, 0, "must be the last");
    w = begin(0);
    inside(&w);
    w_op(&w, 53, "");
    w_op(&w, 53, "");
    w_op(&w, 54, "sAS", "sh", sh, none);
    refused(w, PHASE_INSIDE, 1, "twice");
    w = begin(0);
    inside(&w);
    w_op(&w, 54, "sAS", "sh", none, none);
    refused(w, PHASE_INSIDE, 0, "does not fit"); /* an argv needs at least its name */
    w = begin(0);
    inside(&w);
    for (int i = 0; i < OPS_MAX; i++) w_op(&w, 42, "");
    w_op(&w, 54, "sAS", "sh", sh, none);
    refused(w, PHASE_ENTER, 0, "malformed list");
}

static void bad_payloads(void) {
    static const uint8_t odd_filter[7] = {0}, short_message[8] = {8};
    struct writer w = begin(0);
    inside(&w);
    w_op(&w, 52, "F", odd_filter, sizeof odd_filter);
    w_op(&w, 54, "sAS", "sh", sh, none);
    refused(w, PHASE_INSIDE, 0, "does not fit");
    w = begin(0);
    inside(&w);
    w_op(&w, 12, "N", short_message, sizeof short_message);
    w_op(&w, 54, "sAS", "sh", sh, none);
    refused(w, PHASE_INSIDE, 0, "does not fit");
    w = begin(0);
    inside(&w);
    w_op(&w, 40, "b", "a\0b", (size_t)3); /* NUL inside a string */
    w_op(&w, 54, "sAS", "sh", sh, none);
    refused(w, PHASE_INSIDE, 0, "does not fit");
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"golden_packets", golden_packets, NOTHING},
        {"every_truncation_fails", every_truncation_fails, NOTHING},
        {"misplaced_operations", misplaced_operations, NOTHING},
        {"misplaced_last_and_twice", misplaced_last_and_twice, NOTHING},
        {"bad_payloads", bad_payloads, NOTHING},
        {"mutated_packets", mutated_packets, NOTHING},
        {"mutated_netlink", mutated_netlink, NOTHING},
    };
    if (argc < 2) return 2;
    golden_directory = argv[1];
    return run_tests("decoder", tests, sizeof tests / sizeof *tests, argc > 2 ? argv[2] : NULL);
}
