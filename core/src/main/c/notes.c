#include "notes.h"

#include "message.h"
#include "small_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int notes_keep(struct notes *n, const struct reader *r, uint32_t count) {
    *n = (struct notes){.size = (size_t)(r->end - r->at), .count = count};
    if (count == 0) return 0;
    n->fields = malloc(n->size);
    if (!n->fields) return -1;
    memcpy(n->fields, r->at, n->size);
    return 0;
}

/* The number in a line `KEY N` of the file, or the file's only number when `key` is empty. */
static unsigned long long number_in(const char *file, const char *key) {
    char text[4096];
    size_t length = strlen(key);
    if (file_read(file, text, sizeof text) <= 0) return 0;
    if (length == 0) return strtoull(text, NULL, 10);
    for (char *line = text; line; line = (line = strchr(line, '\n')) ? line + 1 : NULL)
        if (strncmp(line, key, length) == 0 && line[length] == ' ')
            return strtoull(line + length + 1, NULL, 10);
    return 0;
}

/* The text as one line, with each %p replaced by the peak in MiB. */
static void print(const char *text, const char *peak_file) {
    char line[1024];
    unsigned long long peak = number_in(peak_file, "");
    size_t at = 0;
    for (; *text && at < sizeof line - 32; text++) {
        if (text[0] == '%' && text[1] == 'p') {
            unsigned long long tenths = (peak * 10 + (1U << 19)) >> 20;
            at += (size_t)snprintf(line + at, 32, "%llu.%llu", tenths / 10, tenths % 10);
            text++;
        } else {
            line[at++] = *text;
        }
    }
    if (at == 0 || line[at - 1] != '\n') line[at++] = '\n';
    ssize_t n = write(STDERR_FILENO, line, at);
    (void)n; /* there is nobody else to report it to */
}

uint32_t notes_print(const struct notes *n) {
    struct reader r = {n->fields, n->fields + n->size, false};
    uint32_t said = 0;
    for (uint32_t i = 0; i < n->count && !r.bad; i++) {
        struct span file = read_str(&r), key = read_str(&r), peak = read_str(&r);
        struct span text = read_str(&r);
        if (number_in(file.p, key.p) == 0) continue;
        print(text.p, peak.p);
        said++;
    }
    return said;
}
