/* What the workloads of jcr-bench share: time, timed loops on several threads, latencies, output.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAX_THREADS = 64 };

/* CLOCK_MONOTONIC in nanoseconds. */
uint64_t bench_now(void);

/* ---- the workloads, one file each: argv[0] is the name of the sub-command ---- */

void cpu_main(int argc, char **argv);
void mem_main(int argc, char **argv);
void sys_main(int argc, char **argv);
void io_main(int argc, char **argv);
void net_main(int argc, char **argv);

/* One iteration of the CPU kernels; the state belongs to one thread. Each returns false when its
 * result is not the known one. */
struct cpu_state;
bool sieve_run(struct cpu_state *state);
bool matrix_run(struct cpu_state *state);
bool hash_run(struct cpu_state *state);

/* ---- work.c: runs a piece of work again and again until the time is over ---- */

struct work {
    void *state;
    bool (*once)(void *state); /* false: the result is wrong */
    uint64_t done;             /* how often, set by the loop */
    uint64_t from, to;         /* when, set by the loop */
    bool wrong;
};

/* Every thread has its own element; all start at once, and each looks at the clock only about every
 * 10 ms. Ends the program when a result was wrong. Returns the seconds from the first start to the
 * last end. */
double work_for(struct work *works, int threads, double seconds);

/* ---- output: one JSON object on one line ---- */

void json_begin(const char *workload, const char *kind);
void json_text(const char *key, const char *value);
void json_count(const char *key, uint64_t value);
void json_number(const char *key, double value);
void json_flag(const char *key, bool value);

/* Ends the object and the line; fails if the output cannot be written. */
void json_end(void);

/* ---- latency.c: durations in nanoseconds ---- */

/* Forgets all, and touches the memory that recording will need. */
void latency_start(void);
void latency_record(uint64_t nanoseconds);
uint64_t latency_count(void);

/* Adds "latency": {count, unit, min, mean, p50, p90, p99, p999, max} in nanoseconds, then either
 * "samples", each duration in the order it was recorded, or, when there are more than 100000,
 * "buckets": [[nanoseconds, count], ...] in ascending order. */
void latency_print(void);
