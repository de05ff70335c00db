#include "writer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(struct writer *w, const void *data, size_t size) {
    if (w->size + size > w->room) {
        w->room = (w->size + size) * 2;
        w->data = realloc(w->data, w->room);
        if (!w->data) abort();
    }
    if (size > 0) memcpy(w->data + w->size, data, size);
    w->size += size;
}

void w_u32(struct writer *w, uint32_t value) {
    const uint8_t bytes[4] = {(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16),
                              (uint8_t)(value >> 24)};
    put(w, bytes, sizeof bytes);
}

void w_u64(struct writer *w, uint64_t value) {
    w_u32(w, (uint32_t)value);
    w_u32(w, (uint32_t)(value >> 32));
}

void w_bytes(struct writer *w, const void *data, size_t size) {
    w_u32(w, (uint32_t)size);
    put(w, data, size);
    put(w, "", 1);
}

void w_str(struct writer *w, const char *text) {
    w_bytes(w, text, strlen(text));
}

void w_strs(struct writer *w, const char *const *strings) {
    uint32_t count = 0;
    while (strings[count]) count++;
    w_u32(w, count);
    for (uint32_t i = 0; i < count; i++) w_str(w, strings[i]);
}

static void patch(struct writer *w, size_t at, uint32_t value) {
    struct writer one = {.data = w->data + at, .size = 0, .room = 4};
    w_u32(&one, value);
}

void w_list(struct writer *w) {
    w->count = w->size;
    w_u32(w, 0);
}

void w_op(struct writer *w, uint32_t code, const char *fields, ...) {
    va_list arguments;
    va_start(arguments, fields);
    w_u32(w, code);
    w->op = w->size;
    w_u32(w, 0);
    for (; *fields; fields++) {
        switch (*fields) {
        case 'u':
            w_u64(w, va_arg(arguments, uint64_t));
            break;
        case 's':
            w_str(w, va_arg(arguments, const char *));
            break;
        case 'S':
        case 'A':
            w_strs(w, va_arg(arguments, const char *const *));
            break;
        case 'I': {
            size_t n = va_arg(arguments, size_t);
            const uint64_t *ids = va_arg(arguments, const uint64_t *);
            w_u32(w, (uint32_t)n);
            for (size_t i = 0; i < n; i++) w_u64(w, ids[i]);
            break;
        }
        default: {
            const void *data = va_arg(arguments, const void *);
            w_bytes(w, data, va_arg(arguments, size_t));
        }
        }
    }
    va_end(arguments);
    patch(w, w->op, (uint32_t)(w->size - w->op - 4));
    uint32_t count;
    memcpy(&count, w->data + w->count, sizeof count);
    patch(w, w->count, count + 1);
}

void w_raw(struct writer *w, const void *data, size_t size) {
    put(w, data, size);
}

void w_free(struct writer *w) {
    free(w->data);
    *w = (struct writer){0};
}
