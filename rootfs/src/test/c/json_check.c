/* json-check [POINTER] < TEXT: exits 0 if TEXT is JSON (RFC 8259, UTF-8, no key twice in an
 * object), else 1 with the place. With a pointer (RFC 6901, such as /mounts/0/target) it prints
 * that value: a string without its quotes, an object or array as its number of members. Exits 3 if
 * there is none. */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TEXT = 1 << 24, MAX_DEPTH = 64, MAX_KEYS = 1 << 14, NOT_FOUND = 3 };

struct key {
    const char *start;
    size_t length;
};

static char *text;
static const char *at, *end;
static struct key keys[MAX_KEYS];
static size_t key_count;
static bool found;

static void value(const char *pointer, int depth);

static _Noreturn void fail(const char *why) {
    fprintf(stderr, "not JSON at byte %td: %s\n", at - text, why);
    exit(EXIT_FAILURE);
}

static void blanks(void) {
    while (at < end && strchr(" \t\r\n", *at) && *at) at++;
}

static void expect(char wanted) {
    if (at == end || *at != wanted) fail("unexpected character, or the end");
    at++;
}

static void escape(void) {
    if (at == end) fail("ends in an escape");
    char kind = *at++;
    if (kind == 0 || !strchr("\"\\/bfnrtu", kind)) fail("unknown escape");
    for (int i = 0; kind == 'u' && i < 4; i++)
        if (at == end || !isxdigit((unsigned char)*at++)) fail("\\u needs four hexadecimal digits");
}

/* One character beyond ASCII; decoded, so that overlong forms and surrogates are seen. */
static void multibyte(void) {
    unsigned char first = (unsigned char)*at++;
    int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    static const unsigned long least[] = {0, 0x80, 0x800, 0x10000};
    unsigned long code = first & (0x3fu >> more);
    if (first < 0xc0 || first > 0xf7) fail("not UTF-8");
    for (int i = 0; i < more; i++, at++) {
        if (at == end || ((unsigned char)*at & 0xc0) != 0x80) fail("not UTF-8");
        code = code << 6 | ((unsigned char)*at & 0x3f);
    }
    if (code < least[more] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        fail("not UTF-8");
}

static struct key string(void) {
    expect('"');
    const char *start = at;
    while (at < end && *at != '"') {
        if ((unsigned char)*at < 0x20) fail("control character in a string");
        if ((unsigned char)*at >= 0x80)
            multibyte();
        else if (*at++ == '\\')
            escape();
    }
    expect('"');
    return (struct key){start, (size_t)(at - 1 - start)};
}

static void digits(void) {
    if (at == end || !isdigit((unsigned char)*at)) fail("expected a digit");
    while (at < end && isdigit((unsigned char)*at)) at++;
}

static void number(void) {
    if (*at == '-') at++;
    if (at < end && *at == '0')
        at++;
    else
        digits();
    if (at < end && *at == '.') {
        at++;
        digits();
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-')) at++;
        digits();
    }
}

static void literal(const char *word) {
    size_t length = strlen(word);
    if ((size_t)(end - at) < length || memcmp(at, word, length) != 0) fail("unknown word");
    at += length;
}

static void check_key(struct key key, size_t first) {
    for (size_t i = first; i < key_count; i++)
        if (keys[i].length == key.length && memcmp(keys[i].start, key.start, key.length) == 0)
            fail("the same key twice");
    if (key_count == MAX_KEYS) fail("too many keys for this checker");
    keys[key_count++] = key;
}

/* The rest of the pointer if its first step is this name, else NULL. */
static const char *step(const char *pointer, const char *name, size_t length) {
    if (!pointer || *pointer != '/' || strncmp(pointer + 1, name, length) != 0) return NULL;
    pointer += 1 + length;
    return *pointer == '/' || !*pointer ? pointer : NULL;
}

static long object(const char *pointer, int depth) {
    size_t first = key_count;
    long count = 0;
    expect('{');
    blanks();
    while (at < end && *at != '}') {
        if (count++) expect(',');
        blanks();
        struct key key = string();
        check_key(key, first);
        blanks();
        expect(':');
        value(step(pointer, key.start, key.length), depth);
    }
    expect('}');
    key_count = first;
    return count;
}

static long array(const char *pointer, int depth) {
    char name[24];
    long count = 0;
    expect('[');
    blanks();
    while (at < end && *at != ']') {
        if (count) expect(',');
        int length = snprintf(name, sizeof name, "%ld", count++);
        value(step(pointer, name, (size_t)length), depth);
    }
    expect(']');
    return count;
}

static void print(const char *start, size_t length) {
    found = true;
    printf("%.*s\n", (int)length, start);
}

/* Text after a value's first byte that is not a value at all ends in number(), which fails. */
static void value(const char *pointer, int depth) {
    blanks();
    if (at == end) fail("ends where a value should be");
    if (depth == MAX_DEPTH) fail("too deep for this checker");
    bool wanted = pointer && !*pointer;
    const char *start = at;
    if (*at == '{' || *at == '[') {
        long count = *at == '{' ? object(pointer, depth + 1) : array(pointer, depth + 1);
        char decimal[24];
        if (wanted) print(decimal, (size_t)snprintf(decimal, sizeof decimal, "%ld", count));
    } else if (*at == '"') {
        struct key content = string();
        if (wanted) print(content.start, content.length);
    } else {
        if (*at == 't' || *at == 'f' || *at == 'n')
            literal(*at == 't' ? "true" : *at == 'f' ? "false" : "null");
        else
            number();
        if (wanted) print(start, (size_t)(at - start));
    }
    blanks();
}

int main(int argc, char **argv) {
    text = malloc(MAX_TEXT);
    if (!text) return EXIT_FAILURE;
    size_t size = fread(text, 1, MAX_TEXT, stdin);
    at = text;
    end = text + size;
    if (size == MAX_TEXT) fail("too long for this checker");
    value(argc > 1 ? argv[1] : NULL, 0);
    if (at != end) fail("something behind the value");
    free(text);
    return argc > 1 && !found ? NOT_FOUND : EXIT_SUCCESS;
}
