/* io: reading and writing one file, in order by 1 MiB or at random by 4 KiB. With O_DIRECT, so that
 * the storage is measured and not the page cache; where a file system refuses that, through the
 * page cache, which is emptied before (posix_fadvise) or written out at the end (fdatasync). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../cli.h"
#include "arguments.h"
#include "bench.h"

enum { MIB = 1 << 20, PAGE = 4096 };

static const struct kind {
    bool writes, random;
    size_t block;
} kinds[] = {{true, false, MIB}, {false, false, MIB}, {false, true, PAGE}, {true, true, PAGE}};
static const char *const names[] = {"seqwrite", "seqread", "randread4k", "randwrite4k"};

static const char *path;
static char *buffer;
static bool direct;

/* The file is gone for all others from the start: nothing stays behind, whatever ends this. */
static int open_file(bool buffered) {
    int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
    int fd = open(path, flags | (buffered ? 0 : O_DIRECT), 0600);
    direct = fd >= 0 && !buffered;
    if (fd < 0 && errno == EINVAL) {
        unlink(path); /* older kernels had made it before they looked at O_DIRECT */
        fd = open(path, flags, 0600);
    }
    if (fd < 0) cli_fail(errno, "create %s", path);
    if (unlink(path) != 0) cli_fail(errno, "unlink %s", path);
    return fd;
}

static void transfer(int fd, bool writes, size_t size, off_t offset) {
    ssize_t moved = writes ? pwrite(fd, buffer, size, offset) : pread(fd, buffer, size, offset);
    if (moved == (ssize_t)size) return;
    if (moved >= 0) cli_end("%s %s: fewer bytes than asked for", writes ? "write" : "read", path);
    cli_fail(errno, "%s %s", writes ? "write" : "read", path);
}

/* Blocks without a pattern, so that a file system that compresses has no advantage. */
static void fill_buffer(void) {
    buffer = mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (buffer == MAP_FAILED) cli_fail(errno, "allocate a buffer");
    uint64_t random = 0x9e3779b97f4a7c15;
    for (size_t at = 0; at < MIB; at += sizeof random) {
        random ^= random << 13, random ^= random >> 7, random ^= random << 17;
        memcpy(buffer + at, &random, sizeof random);
    }
}

static void sync_file(int fd) {
    if (fdatasync(fd) != 0) cli_fail(errno, "fdatasync %s", path);
}

/* The whole file is written, on the disk, and not in the page cache. */
static void prefill(int fd, size_t size) {
    for (size_t at = 0; at < size; at += MIB) transfer(fd, true, MIB, (off_t)at);
    sync_file(fd);
    int error = posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    if (error) cli_fail(error, "empty the page cache of %s", path);
}

static off_t next_offset(const struct kind *kind, size_t size, uint64_t turn) {
    static uint64_t random = 88172645463325252;
    uint64_t blocks = size / kind->block;
    if (!kind->random) return (off_t)(turn % blocks * kind->block);
    random ^= random << 13, random ^= random >> 7, random ^= random << 17;
    return (off_t)(random % blocks * kind->block);
}

/* Returns the seconds until all of it was on the disk. */
static double measure(int fd, const struct kind *kind, size_t size, double seconds) {
    uint64_t duration = (uint64_t)(seconds * 1e9), turn = 0;
    latency_start();
    uint64_t start = bench_now(), before, now = start;
    do {
        before = now;
        transfer(fd, kind->writes, kind->block, next_offset(kind, size, turn++));
        now = bench_now();
        latency_record(now - before);
    } while (now - start < duration);
    if (kind->writes) sync_file(fd);
    return (double)(bench_now() - start) / 1e9;
}

void io_main(int argc, char **argv) {
    struct arguments arguments = arguments_parse(argc, argv, "KIND FILE SIZE SECONDS", "b");
    int chosen = arguments_choose("KIND", arguments.positions[0], names, 4);
    const struct kind *kind = &kinds[chosen];
    size_t size = cli_size("SIZE", arguments.positions[2]);
    double seconds = cli_seconds("SECONDS", arguments.positions[3]);
    if (size % MIB != 0)
        cli_usage("SIZE must be a multiple of 1M, not '%s'", arguments.positions[2]);
    path = arguments.positions[1];
    fill_buffer();
    int fd = open_file(arguments.buffered);
    if (kind->random || !kind->writes) prefill(fd, size);
    double took = measure(fd, kind, size, seconds), operations = (double)latency_count();
    json_begin("io", names[chosen]);
    json_count("blockBytes", kind->block);
    json_count("fileBytes", size);
    json_flag("direct", direct);
    json_number("seconds", took);
    json_number("operations", operations);
    json_number("operationsPerSecond", operations / took);
    json_number("bytesPerSecond", operations * (double)kind->block / took);
    latency_print();
    json_end();
    close(fd);
}
