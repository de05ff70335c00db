/* bench-test sha256: known digests. bench-test latency N: what is printed after the durations 1 to
 * N were recorded, for the shell to look at. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/sha256.h"
#include "cli.h"

/* FIPS 180-4's examples, and lengths around the place where the padding needs another block. */
static int test_sha256(void) {
    static char bytes[200];
    static const struct {
        const char *text;
        size_t length;
        const char *digest;
    } cases[] = {
        {"", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {bytes, 55, "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"},
        {bytes, 64, "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"},
        {bytes, 200, "6d9c54dee5660c46886f32d80e57e9dd0ffa57ee0cd2a762b036d9c8e0c3a33a"},
    };
    int failures = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t digest[SHA256_SIZE];
        char text[2 * SHA256_SIZE + 1];
        sha256((const uint8_t *)cases[i].text, cases[i].length, digest);
        for (size_t at = 0; at < SHA256_SIZE; at++) snprintf(text + 2 * at, 3, "%02x", digest[at]);
        if (strcmp(text, cases[i].digest) == 0) continue;
        printf("FAIL digest %zu: %s\n", i, text);
        failures++;
    }
    return failures;
}

int main(int argc, char **argv) {
    cli_start("bench-test", "");
    if (argc < 3) return test_sha256() ? EXIT_FAILURE : EXIT_SUCCESS;
    json_begin("test", "latency");
    latency_start();
    for (uint64_t i = 1, count = strtoull(argv[2], NULL, 10); i <= count; i++) latency_record(i);
    latency_print();
    json_end();
    return EXIT_SUCCESS;
}
