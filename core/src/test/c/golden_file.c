#include "golden_file.h"

#include "../../main/c/packet.h"

#include <ctype.h>
#include <string.h>

void golden_bytes(FILE *out, const uint8_t *data, size_t size) {
    for (size_t i = 0; i < size; i++) fprintf(out, "%02x ", data[i]);
}

size_t golden_read(const char *path, uint8_t *data) {
    FILE *in = fopen(path, "r");
    char line[FILE_MAX];
    size_t size = 0;
    while (in && fgets(line, sizeof line, in)) {
        line[strcspn(line, "#\n")] = '\0';
        for (char *at = line; *at;) {
            unsigned byte;
            if (isspace((unsigned char)*at)) {
                at++;
            } else if (sscanf(at, "%2x", &byte) == 1 && size < FILE_MAX) {
                data[size++] = (uint8_t)byte;
                at += 2;
            } else {
                break;
            }
        }
    }
    if (in) fclose(in);
    return size;
}

/* Prints one field of `name:letter` with its bytes; returns how many bytes it took. */
static size_t print_field(FILE *out, const uint8_t *at, const char *name, int length, char letter) {
    struct reader r = {at, at + FILE_MAX, false};
    if (letter == 'u') {
        uint64_t value = read_u64(&r);
        golden_bytes(out, at, 8);
        fprintf(out, "# %.*s u64 = %llu\n", length, name, (unsigned long long)value);
    } else if (letter == 's') {
        struct span s = read_str(&r);
        golden_bytes(out, at, 4);
        golden_bytes(out, at + 4, s.n + 1U);
        fprintf(out, "# %.*s str = \"%s\"\n", length, name, s.p);
    } else if (letter == 'I') {
        struct span s = read_ids(&r);
        golden_bytes(out, at, 4);
        fprintf(out, "# %.*s: %u ids u64\n", length, name, s.n);
        for (uint32_t i = 0; i < s.n; i++)
            print_field(out, at + 4 + 8 * (size_t)i, name, length, 'u');
    } else if (letter == 'S') {
        uint32_t count = read_u32(&r);
        golden_bytes(out, at, 4);
        fprintf(out, "# %.*s: %u strings\n", length, name, count);
        for (uint32_t i = 0; i < count; i++) r.at += print_field(out, r.at, name, length, 's');
    } else {
        struct span s = read_bytes(&r);
        golden_bytes(out, at, 4);
        golden_bytes(out, at + 4, s.n + 1U);
        fprintf(out, "# %.*s bytes, %u of them\n", length, name, s.n);
    }
    return (size_t)(r.at - at);
}

void golden_op(FILE *out, const uint8_t *at, const char *name, const char *spec) {
    golden_bytes(out, at, 4);
    fprintf(out, "# code u32, %s\n", name);
    golden_bytes(out, at + 4, 4);
    fprintf(out, "# length u32 of what follows\n");
    at += 8;
    while (*spec) {
        int length = (int)strcspn(spec, ":");
        at += print_field(out, at, spec, length, spec[length + 1]);
        spec += length + 2;
        spec += *spec == ' ';
    }
}
