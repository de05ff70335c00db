/* A whole container in the operations of the protocol: what the tests launch and measure. */
#ifndef JCR_TEST_PLAN_H
#define JCR_TEST_PLAN_H

#include "writer.h"

#include <stdbool.h>

struct plan {
    const char *root;        /* root file system */
    const char *const *argv; /* of the program */
    const char *file;        /* NULL: argv[0] */
    const char *const *env;  /* NULL: PATH=/bin */
    bool park, meet, trace, terminal, init, no_setsid;
    bool no_pid_namespace;
    bool room;            /* Park is the last operation */
    bool by_intermediate; /* Unshare(NEWNS|NEWPID|…) and Clone(0) */
    bool bare;            /* no root file system: Park, if any, then Execve of a host's program */
    bool user_namespace;  /* of its own; J writes the maps */
    bool lo_up;           /* Rtnetlink behind Park; `bad_link`: of no interface */
    bool bad_link;
    bool host_question; /* HostRtnetlink among them: asks about the host's loopback */
    bool host_change;   /* the same, to set it up */
    bool no_mkdir;      /* Seccomp: mkdir fails with EPERM */
    bool wrong_null;    /* /dev/null is another device */
    bool change_root;   /* Chroot rather than PivotRoot */
    const char *chdir;  /* NULL: "/" */
    const char *cgroup; /* CLONE_INTO_CGROUP */
    const char *join;   /* Setns of a network namespace file, or NULL */
    uint64_t uid;
    const char *evil;        /* a path below the root: Mkdir, Mknod, MountOp there, or NULL */
    size_t environment_size; /* adds a variable of that many bytes */
    const char *note_file;   /* a note on this file's `oom_kill N`, or NULL */
};

/* The LAUNCH packet. */
struct writer plan_launch(const struct plan *p);

#endif
