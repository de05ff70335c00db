/* cpu: three kernels that live in the first- and second-level cache and make no system call:
 * integers, floating point, hashing. Each knows its result. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../cli.h"
#include "arguments.h"
#include "bench.h"
#include "sha256.h"

enum { SIEVE = 65536, PRIMES = 6542, ORDER = 64, MESSAGE = 16384 };

struct cpu_state {
    uint8_t composite[SIEVE];
    double a[ORDER][ORDER], b[ORDER][ORDER], c[ORDER][ORDER];
    uint8_t message[MESSAGE], digest[SHA256_SIZE];
};

static void prepare(struct cpu_state *state) {
    memset(state, 0, sizeof *state);
    for (int i = 0; i < ORDER; i++)
        for (int j = 0; j < ORDER; j++) {
            state->a[i][j] = i + j;
            state->b[i][j] = i == j ? 2 : 0;
        }
    for (int i = 0; i < MESSAGE; i++) state->message[i] = (uint8_t)(i * 31);
    sha256(state->message, MESSAGE, state->digest);
}

/* The primes below 65536 by Eratosthenes' sieve. */
bool sieve_run(struct cpu_state *state) {
    int primes = 0;
    memset(state->composite, 0, SIEVE);
    for (uint32_t i = 2; i < SIEVE; i++) {
        if (state->composite[i]) continue;
        primes++;
        for (uint64_t j = (uint64_t)i * i; j < SIEVE; j += i) state->composite[j] = 1;
    }
    return primes == PRIMES;
}

/* C = A B, row by row as in LINPACK's daxpy; B doubles, so that C is known. */
bool matrix_run(struct cpu_state *state) {
    memset(state->c, 0, sizeof state->c);
    for (int i = 0; i < ORDER; i++)
        for (int k = 0; k < ORDER; k++) {
            double factor = state->a[i][k];
            for (int j = 0; j < ORDER; j++) state->c[i][j] += factor * state->b[k][j];
        }
    /* What the compiler cannot foresee must be looked at, else it leaves it out. */
    __asm__ volatile("" : : "r"(state->c) : "memory");
    return state->c[ORDER - 1][ORDER - 1] > 4 * ORDER - 4.5 &&
           state->c[ORDER - 1][ORDER - 1] < 4 * ORDER - 3.5;
}

bool hash_run(struct cpu_state *state) {
    uint8_t digest[SHA256_SIZE];
    sha256(state->message, MESSAGE, digest);
    return memcmp(digest, state->digest, SHA256_SIZE) == 0;
}

static bool sieve_once(void *state) {
    return sieve_run(state);
}

static bool matrix_once(void *state) {
    return matrix_run(state);
}

static bool hash_once(void *state) {
    return hash_run(state);
}

static const struct {
    bool (*once)(void *state);
    const char *operation;
    double worth; /* operations of a run */
} kernels[] = {{sieve_once, "sieve of 65536", 1},
               {matrix_once, "floating point operation", 2.0 * ORDER *ORDER *ORDER},
               {hash_once, "SHA-256 of 16 KiB", 1}};

void cpu_main(int argc, char **argv) {
    static const char *const kinds[] = {"int", "float", "hash"};
    struct arguments arguments = arguments_parse(argc, argv, "KIND SECONDS", "t");
    int kind = arguments_choose("KIND", arguments.positions[0], kinds, 3);
    double seconds = cli_seconds("SECONDS", arguments.positions[1]);
    int threads = (int)arguments.threads;
    struct cpu_state *states = calloc((size_t)threads, sizeof *states);
    struct work works[MAX_THREADS] = {0};
    if (!states) cli_fail(errno, "allocate the memory of %d threads", threads);
    for (int i = 0; i < threads; i++) {
        prepare(&states[i]);
        works[i] = (struct work){.state = &states[i], .once = kernels[kind].once};
    }
    double took = work_for(works, threads, seconds), operations = 0;
    for (int i = 0; i < threads; i++) operations += kernels[kind].worth * (double)works[i].done;
    json_begin("cpu", kinds[kind]);
    json_text("operation", kernels[kind].operation);
    json_count("threads", (uint64_t)threads);
    json_number("seconds", took);
    json_number("operations", operations);
    json_number("operationsPerSecond", operations / took);
    json_end();
    free(states);
}
