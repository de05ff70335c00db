/* Timed loops. The clock is read once a batch, and a batch takes about 10 ms, so that reading it
 * costs nothing and the end is still near the time asked for. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "../cli.h"
#include "bench.h"

enum { BATCH_NS = 10000000 };

struct thread {
    pthread_t id;
    struct work *work;
    pthread_barrier_t *barrier;
    uint64_t duration;
};

uint64_t bench_now(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) cli_fail(errno, "clock_gettime");
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

static void *loop(void *argument) {
    struct thread *thread = argument;
    struct work *work = thread->work;
    uint64_t batch = 1, before, now;
    bool right = work->once(work->state); /* warms up the caches, and faults the memory in */
    pthread_barrier_wait(thread->barrier);
    work->from = now = bench_now();
    do {
        before = now;
        for (uint64_t i = 0; i < batch; i++) right &= work->once(work->state);
        work->done += batch;
        now = bench_now();
        if (now - before < BATCH_NS / 2) batch *= 2;
    } while (now - work->from < thread->duration);
    work->to = now;
    work->wrong = !right;
    return NULL;
}

double work_for(struct work *works, int threads, double seconds) {
    struct thread list[MAX_THREADS];
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, NULL, (unsigned)threads);
    for (int i = 0; i < threads; i++) {
        list[i] = (struct thread){0, &works[i], &barrier, (uint64_t)(seconds * 1e9)};
        int error = pthread_create(&list[i].id, NULL, loop, &list[i]);
        if (error) cli_fail(error, "start thread %d of %d", i + 1, threads);
    }
    uint64_t from = UINT64_MAX, to = 0;
    for (int i = 0; i < threads; i++) {
        pthread_join(list[i].id, NULL);
        if (works[i].wrong) cli_end("a result is wrong: this machine does not compute");
        if (works[i].from < from) from = works[i].from;
        if (works[i].to > to) to = works[i].to;
    }
    pthread_barrier_destroy(&barrier);
    return (double)(to - from) / 1e9;
}
