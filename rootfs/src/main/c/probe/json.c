#define _GNU_SOURCE
#include "json.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_LEVELS = 2 };

void json_start(struct json *json, FILE *out) {
    memset(json, 0, sizeof *json);
    json->out = out;
}

/* The number of bytes of the UTF-8 character at text, or 0 (no overlong forms, no surrogates). */
static int utf8_length(const unsigned char *text) {
    static const unsigned char lowest_second[] = {[0xe0 - 0xc0] = 0xa0, [0xf0 - 0xc0] = 0x90};
    unsigned char first = text[0];
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    size_t index = first - 0xc0u;
    unsigned char lowest = index < sizeof lowest_second ? lowest_second[index] : 0;
    if (text[1] < lowest || (first == 0xed && text[1] > 0x9f) || (first == 0xf4 && text[1] > 0x8f))
        return 0;
    for (int i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80) return 0; /* stops at the NUL at the end, too */
    return length;
}

static void write_character(FILE *out, const unsigned char *text, int length) {
    static const char short_from[] = "\"\\\b\f\n\r\t", short_to[] = "\"\\bfnrt";
    const char *known = strchr(short_from, text[0]);
    if (length == 0)
        fputs("\\ufffd", out);
    else if (length == 1 && known)
        fprintf(out, "\\%c", short_to[known - short_from]);
    else if (text[0] < 0x20 || text[0] == 0x7f)
        fprintf(out, "\\u%04x", text[0]);
    else
        fwrite(text, 1, (size_t)length, out);
}

static void write_string(FILE *out, const char *value) {
    fputc('"', out);
    for (const unsigned char *at = (const unsigned char *)value; *at;) {
        int length = utf8_length(at);
        write_character(out, at, length);
        at += length ? length : 1;
    }
    fputc('"', out);
}

static void new_line(struct json *json) {
    fputc('\n', json->out);
    for (int i = 0; i < json->depth; i++) fputs("  ", json->out);
}

/* What comes before each value: comma, line break, key. */
static void before_value(struct json *json, const char *key) {
    if (json->depth == 0) return;
    bool *filled = &json->filled[json->depth - 1];
    if (*filled) fputc(',', json->out);
    if (json->depth <= LINE_LEVELS)
        new_line(json);
    else if (*filled)
        fputc(' ', json->out);
    *filled = true;
    if (!key) return;
    write_string(json->out, key);
    fputs(": ", json->out);
}

static void open_level(struct json *json, const char *key, char opener, char closer) {
    if (json->depth == JSON_DEPTH) abort();
    before_value(json, key);
    fputc(opener, json->out);
    json->closers[json->depth] = closer;
    json->filled[json->depth++] = false;
}

void json_object(struct json *json, const char *key) {
    open_level(json, key, '{', '}');
}

void json_array(struct json *json, const char *key) {
    open_level(json, key, '[', ']');
}

void json_end(struct json *json) {
    if (json->depth == 0) abort();
    json->depth--;
    if (json->filled[json->depth] && json->depth < LINE_LEVELS) new_line(json);
    fputc(json->closers[json->depth], json->out);
    if (json->depth == 0) fputc('\n', json->out);
}

void json_string(struct json *json, const char *key, const char *value) {
    before_value(json, key);
    if (value)
        write_string(json->out, value);
    else
        fputs("null", json->out);
}

void json_number(struct json *json, const char *key, long long value) {
    before_value(json, key);
    fprintf(json->out, "%lld", value);
}

void json_unsigned(struct json *json, const char *key, unsigned long long value) {
    before_value(json, key);
    fprintf(json->out, "%llu", value);
}

void json_seconds(struct json *json, const char *key, long long seconds, long nanoseconds) {
    before_value(json, key);
    fprintf(json->out, "%lld.%09ld", seconds, nanoseconds);
}

void json_bool(struct json *json, const char *key, bool value) {
    before_value(json, key);
    fputs(value ? "true" : "false", json->out);
}

void json_null(struct json *json, const char *key) {
    json_string(json, key, NULL);
}

void json_split(struct json *json, const char *key, const char *list, char separator) {
    json_array(json, key);
    for (const char *at = list; *at;) {
        const char *end = strchrnul(at, separator);
        char *part = strndup(at, (size_t)(end - at));
        if (!part) abort();
        if (*part) json_string(json, NULL, part);
        free(part);
        at = *end ? end + 1 : end;
    }
    json_end(json);
}
