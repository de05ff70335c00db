/* boot-mark: says when its first instruction ran, by CLOCK_MONOTONIC; then becomes COMMAND, if any.
 *
 *   boot-mark [COMMAND [ARG...]]      prints "boot-mark NANOSECONDS"
 *
 * It has neither libc nor stack frames before the clock is read: what is measured is the way to
 * user code, not a program's start. As the first process of a virtual machine it finds the console
 * on its standard output, and the host sees the line arrive. */
#include <linux/time.h>
#include <stddef.h>
#include <sys/syscall.h>

#ifndef __x86_64__
#error "boot-mark knows the system calls of x86-64 only"
#endif

static const char prefix[] = "boot-mark ";
enum { DIGITS = 20, FAILURE = 1, NOT_FOUND = 127 };

static long system_call(long number, long first, long second, long third) {
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(first), "S"(second), "d"(third)
                     : "rcx", "r11", "memory");
    return result;
}

static long address(const void *pointer) {
    return (long)pointer;
}

/* Writes the line in one piece, so that other output cannot get between. */
static int print_mark(const struct timespec *now) {
    char line[sizeof prefix + DIGITS];
    size_t at = sizeof line;
    unsigned long nanoseconds = (unsigned long)now->tv_sec * 1000000000UL;
    nanoseconds += (unsigned long)now->tv_nsec;
    line[--at] = '\n';
    do {
        line[--at] = (char)('0' + nanoseconds % 10);
        nanoseconds /= 10;
    } while (nanoseconds && at > sizeof prefix);
    for (size_t left = sizeof prefix - 1; left > 0;) line[--at] = prefix[--left];
    long size = (long)(sizeof line - at);
    return system_call(SYS_write, 1, address(line + at), size) == size;
}

/* At the start of a process the stack holds argc, argv, NULL, envp, NULL. */
__attribute__((used, noreturn)) static void start(long *stack) {
    struct timespec now;
    system_call(SYS_clock_gettime, CLOCK_MONOTONIC, address(&now), 0);
    int status = print_mark(&now) ? 0 : FAILURE;
    long argc = stack[0];
    char **argv = (char **)(stack + 1);
    if (argc > 1 && status == 0) {
        system_call(SYS_execve, address(argv[1]), address(argv + 1), address(argv + argc + 1));
        status = NOT_FOUND;
    }
    for (;;) system_call(SYS_exit_group, status, 0, 0);
}

/* The psABI clears rbp and wants the stack at a multiple of 16 at each call. */
__asm__(
    ".globl _start\n"
    "_start:\n"
    "    xor %ebp, %ebp\n"
    "    mov %rsp, %rdi\n"
    "    and $-16, %rsp\n"
    "    call start\n");
