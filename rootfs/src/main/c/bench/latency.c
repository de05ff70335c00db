/* Durations: the first 100000 as they are, and all of them in log-linear buckets, as HdrHistogram
 * has it: each power of two is divided into 256, so a bucket is at most 0.4 % wide. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cli.h"
#include "bench.h"

enum { MAX_SAMPLES = 100000, LINEAR_BITS = 8, LINEAR = 1 << LINEAR_BITS };
enum { BUCKETS = (64 - LINEAR_BITS + 1) * LINEAR };

static uint64_t samples[MAX_SAMPLES], sorted[MAX_SAMPLES];
static uint64_t buckets[BUCKETS];
static uint64_t count, least, most;
static double sum;

static size_t bucket_of(uint64_t value) {
    if (value < LINEAR) return value;
    unsigned shift = 63 - (unsigned)__builtin_clzl(value) - LINEAR_BITS;
    return (size_t)(shift + 1) * LINEAR + ((value >> shift) - LINEAR);
}

/* The middle of a bucket. */
static uint64_t value_of(size_t bucket) {
    if (bucket < LINEAR) return bucket;
    size_t shift = bucket / LINEAR - 1;
    uint64_t lowest = (uint64_t)(bucket % LINEAR + LINEAR) << shift;
    return lowest + ((1UL << shift) - 1) / 2;
}

void latency_start(void) {
    memset(samples, 1, sizeof samples);
    memset(buckets, 0, sizeof buckets);
    count = most = 0;
    sum = 0;
    least = UINT64_MAX;
}

void latency_record(uint64_t nanoseconds) {
    if (count < MAX_SAMPLES) samples[count] = nanoseconds;
    buckets[bucket_of(nanoseconds)]++;
    count++;
    sum += (double)nanoseconds;
    if (nanoseconds < least) least = nanoseconds;
    if (nanoseconds > most) most = nanoseconds;
}

uint64_t latency_count(void) {
    return count;
}

static int ascending(const void *left, const void *right) {
    const uint64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* The smallest value that at least this share of all do not exceed. */
static uint64_t quantile(double share) {
    uint64_t rank = (uint64_t)(share * (double)count + 0.999999);
    if (rank < 1) rank = 1;
    if (rank > count) rank = count;
    if (count <= MAX_SAMPLES) return sorted[rank - 1];
    uint64_t seen = 0;
    for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
        seen += buckets[bucket];
        if (seen >= rank) return value_of(bucket) < most ? value_of(bucket) : most;
    }
    return most;
}

static void print_summary(void) {
    printf(",\"latency\":{\"unit\":\"ns\",\"count\":%lu,\"min\":%lu,\"mean\":%.1f", count, least,
           sum / (double)count);
    printf(",\"p50\":%lu,\"p90\":%lu,\"p99\":%lu,\"p999\":%lu,\"max\":%lu}", quantile(0.5),
           quantile(0.9), quantile(0.99), quantile(0.999), most);
}

static void print_samples(void) {
    printf(",\"samples\":[");
    for (uint64_t i = 0; i < count; i++) printf(i ? ",%lu" : "%lu", samples[i]);
    printf("]");
}

static void print_buckets(void) {
    const char *separator = "";
    printf(",\"buckets\":[");
    for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
        if (!buckets[bucket]) continue;
        printf("%s[%lu,%lu]", separator, value_of(bucket), buckets[bucket]);
        separator = ",";
    }
    printf("]");
}

void latency_print(void) {
    if (count == 0) cli_end("nothing was measured: the time was too short");
    if (count <= MAX_SAMPLES) {
        memcpy(sorted, samples, count * sizeof *samples);
        qsort(sorted, count, sizeof *sorted, ascending);
    }
    print_summary();
    if (count <= MAX_SAMPLES)
        print_samples();
    else
        print_buckets();
}
