/*
 * jcr-init: what a process must do to itself or as the container's parent. The contract with Java
 * is docs/launch-protocol.md.
 */
#include "journal.h"
#include "kernel.h"
#include "message.h"
#include "ports.h"
#include "program.h"
#include "supervise.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_USAGE = 2, EXIT_FAILED = 125 };

/* Keeps descriptors 0 to 2 open even if the caller closed them, so that none of our sockets gets
 * such a number. Writing to a closed standard output still fails with EBADF: nobody receives it. */
static int open_standard_streams(void) {
    for (int fd = 0; fd <= 2; fd++) {
        int flags = fd == STDOUT_FILENO ? O_RDONLY : O_RDWR;
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", flags) != fd) return -1;
    }
    return 0;
}

static int run_journal(const char *path) {
    struct journal journal;
    if (journal_open(&journal, path, false) < 0) {
        if (errno == ENOENT) return 0;
        say_errno(errno, "open the undo journal %s", path);
        return 1;
    }
    struct undo_result result = journal_run(&journal);
    journal_close(&journal);
    return result.failures > 0;
}

static int usage(void) {
    say("usage: jcr-init supervise -- COMMAND [ARG…] | attend CONTROL LIFE PLANNER | undo JOURNAL "
        "| "
        "exec PARENT PROGRAM [ARG…] | hook PARENT PROGRAM NAME [ARG…] | ports PROTOCOL ADDRESS "
        "FIRST LAST CONTAINER …");
    return EXIT_USAGE;
}

int main(int argc, char **argv) {
    if (open_standard_streams() < 0) return EXIT_FAILED;
    const char *command = argc > 1 ? argv[1] : "";
    if (strcmp(command, "supervise") == 0 && argc > 3 && strcmp(argv[2], "--") == 0)
        return supervise_begin(argv + 3);
    if (strcmp(command, "attend") == 0 && argc == 5) return supervise_attend(argv + 2);
    if (strcmp(command, "@supervise") == 0 && argc == 3)
        return supervise((pid_t)strtol(argv[2], NULL, 10), false);
    if (strcmp(command, "@attend") == 0 && argc == 3)
        return supervise((pid_t)strtol(argv[2], NULL, 10), true);
    if (strcmp(command, "undo") == 0 && argc == 3) return run_journal(argv[2]);
    if (strcmp(command, "exec") == 0 && argc > 3) return program_exec(argv + 2);
    if (strcmp(command, "hook") == 0 && argc > 4) return program_hook(argv + 2);
    if (strcmp(command, "ports") == 0 && argc > 2) return ports_main(argv + 2);
    return usage();
}
