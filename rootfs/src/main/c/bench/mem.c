/* mem triad: a[i] = b[i] + factor * c[i] over arrays that no cache holds, after McCalpin's STREAM:
 * 24 bytes count for each element. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/mman.h>

#include "../cli.h"
#include "arguments.h"
#include "bench.h"

enum { DEFAULT_SIZE = 32 << 20 };

struct arrays {
    double *a, *b, *c;
    size_t length;
    double factor; /* grows with each pass: each has to write anew */
    bool checked;
};

static double *allocate(size_t bytes) {
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (memory == MAP_FAILED) cli_fail(errno, "allocate an array of %zu bytes", bytes);
    return memory;
}

static void prepare(struct arrays *arrays, size_t bytes) {
    *arrays = (struct arrays){
        allocate(bytes), allocate(bytes), allocate(bytes), bytes / sizeof(double), 1, true};
    for (size_t i = 0; i < arrays->length; i++) {
        arrays->b[i] = (double)(i % 1000);
        arrays->c[i] = 1;
    }
}

/* Looks at some elements of what was written: enough to know that it was, too few to take time. */
static bool is_right(const struct arrays *arrays) {
    for (size_t i = 0; i < arrays->length; i += arrays->length / 7 + 1) {
        double difference = arrays->a[i] - ((double)(i % 1000) + arrays->factor);
        if (difference > 0.5 || difference < -0.5) return false;
    }
    return true;
}

static bool pass(void *state) {
    struct arrays *arrays = state;
    double *restrict a = arrays->a;
    const double *restrict b = arrays->b, *restrict c = arrays->c;
    double factor = arrays->factor += 1;
    for (size_t i = 0; i < arrays->length; i++) a[i] = b[i] + factor * c[i];
    return is_right(arrays);
}

void mem_main(int argc, char **argv) {
    static const char *const kinds[] = {"triad"};
    struct arguments arguments = arguments_parse(argc, argv, "KIND SECONDS", "ts");
    arguments_choose("KIND", arguments.positions[0], kinds, 1);
    double seconds = cli_seconds("SECONDS", arguments.positions[1]);
    size_t bytes = arguments.size ? arguments.size : DEFAULT_SIZE;
    if (bytes < 4096 || bytes % sizeof(double) != 0)
        cli_usage("--size must be at least 4K and a multiple of 8, not %zu", bytes);
    int threads = (int)arguments.threads;
    struct arrays arrays[MAX_THREADS];
    struct work works[MAX_THREADS] = {0};
    for (int i = 0; i < threads; i++) {
        prepare(&arrays[i], bytes);
        works[i] = (struct work){.state = &arrays[i], .once = pass};
    }
    double took = work_for(works, threads, seconds), passes = 0;
    for (int i = 0; i < threads; i++) passes += (double)works[i].done;
    json_begin("mem", "triad");
    json_count("threads", (uint64_t)threads);
    json_count("arrayBytes", bytes);
    json_number("seconds", took);
    json_number("passes", passes);
    json_number("bytesPerSecond", passes * 3 * (double)bytes / took);
    json_end();
}
