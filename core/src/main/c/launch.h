/*
 * LAUNCH: from the packet to the container's first process.
 *
 *   enter = [Clone]            S ──clone3──► C
 *   enter = [Setns…, Clone]    S ──fork──► intermediate ──clone3(CLONE_PARENT)──► C
 *                              so S itself stays in the host's namespaces and is C's parent anyway
 */
#ifndef JCR_LAUNCH_H
#define JCR_LAUNCH_H

#include "ops.h"

#include <sys/types.h>

/*
 * The descriptors that C gets have fixed numbers, so that one close_range closes all others. All
 * are close-on-exec.
 */
enum fixed_fd {
    FD_CONTROL = 3, /* to J */
    FD_CALLED = 4,  /* what J is calling, see called.h: only until S has begun */
    FD_LIFE = 4,    /* instead of FD_CALLED: the connection to a resident J */
    FD_LINK = 4,   /* C's end of the pair to S: end of file tells S that the program was executed */
    FD_SELF = 5,   /* S's own pidfd, with which C notices that S died before PDEATHSIG was set */
    FD_ROUTES = 6, /* rtnetlink of the host's network namespace */
    FD_FREE = 7,
};

/* Exit status of C for any failure except execve's. */
enum { EXIT_INIT_FAILED = 125 };

struct launch {
    uint32_t flags;
    uint32_t notes_count;
    struct reader notes;
    struct ops enter, inside;
    int stdio[3]; /* C's standard streams; -1: those of S */
};

struct failure {
    enum phase phase;
    uint32_t index;
    int error;
    char detail[DETAIL_MAX];
};

struct child {
    pid_t pid; /* 0: none */
    int pidfd;
};

/* Validates the whole packet. False: `failure` says what is wrong, and nothing has been done. */
bool launch_decode(const struct packet *packet, struct launch *l, struct failure *failure);

/* Runs `enter`; in C it never returns. False: `failure`. */
bool launch_start(const struct launch *l, struct child *child, struct failure *failure);

/* C: runs `inside`. */
_Noreturn void inside_run(const struct launch *l);

#endif
