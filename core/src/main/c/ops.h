/*
 * The operations of docs/launch-protocol.md: one table (ops.c), one function each. An operation's
 * function returns 0, or -1 with errno; it may leave a text in `detail`.
 */
#ifndef JCR_OPS_H
#define JCR_OPS_H

#include "packet.h"

#include <stdbool.h>
#include <stdint.h>

enum { FIELDS_MAX = 6, DETAIL_MAX = 512, PATH_ROOM = 512 };

/* One field: a number or a piece of the packet, depending on the table's letter. */
union field {
    uint64_t u;
    struct span s;
};

/* A list of operations inside a packet. */
struct ops {
    struct reader at;
    uint32_t count;
};

/* A directory that was looked up and may be needed again; -1 when there is none. */
struct directory {
    int fd;
    char path[PATH_ROOM];
};

/* State that the operations of one process share. */
struct process {
    int control; /* to J */
    int link;    /* to S: closed by exec; carries the terminal's master */
    int parent;  /* pidfd of S: readable when S is dead; -1 when there is none to watch */
    int routes;  /* rtnetlink of the host's network namespace */

    enum phase phase;
    uint32_t index;   /* of the running operation */
    struct ops later; /* the operations that follow it in its list */

    int userns; /* the user namespace of `enter`, which MOUNT_ATTR_IDMAP maps to; -1: none */

    struct directory root, parent_dir; /* see path.c */
    bool is_init_child;                /* an init stayed behind as PID 1 */
    mode_t umask;     /* inherited: restored before exec, unless an operation set one */
    int exit_status;  /* when an operation fails */
    enum cause cause; /* what `detail` is about */
    char detail[DETAIL_MAX];
};

enum where { ENTER = 1, INSIDE = 2, LAST = 4, ONCE = 8, MAY_BE_LAST = 16 };

struct op_type {
    const char *name;
    const char *fields; /* u u64, s str, b bytes, A strs (at least one), S strs, I ids, N netlink
                           messages, F struct sock_filter[] */
    unsigned where;     /* enum where */
    int (*run)(struct process *c, const union field *f);
};

struct op {
    uint32_t code;
    const struct op_type *type;
    union field f[FIELDS_MAX];
};

enum op_code {
    OP_CLONE = 1,
    OP_UNSHARE = 2,
    OP_SETNS = 3,
    OP_USER_NAMESPACE = 4,
    OP_PARK = 10,
    OP_MEET = 14,
    OP_TERMINAL = 44,
    OP_SET_USER = 48,
    OP_CAPSET = 50,
    OP_INIT = 53,
    OP_EXECVE = 54,
};

/* Reads the count and skips the whole list. False when it does not fit. */
bool ops_read(struct reader *r, struct ops *list);

/* Removes the next operation from the list. False when it is unknown or does not fit its
 * payload. */
bool ops_next(struct ops *list, struct op *op);

/*
 * Checks a whole list before any of it runs. False: `index` is the first bad operation, and `why`
 * says what is wrong with it.
 */
bool ops_valid(struct ops list, enum phase phase, uint32_t flags, uint32_t *index,
               const char **why);

/* The operations; what each does is in docs/launch-protocol.md. */
int op_unshare(struct process *c, const union field *f);
int op_user_namespace(struct process *c, const union field *f);
int op_park(struct process *c, const union field *f);
int op_meet(struct process *c, const union field *f);
int op_write_file(struct process *c, const union field *f);
int op_rtnetlink(struct process *c, const union field *f);
int op_host_rtnetlink(struct process *c, const union field *f);
int op_mount_propagation(struct process *c, const union field *f);
int op_mount(struct process *c, const union field *f);
int op_bind_mount(struct process *c, const union field *f);
int op_mkdir(struct process *c, const union field *f);
int op_mknod(struct process *c, const union field *f);
int op_symlink(struct process *c, const union field *f);
int op_pivot_root(struct process *c, const union field *f);
int op_chroot(struct process *c, const union field *f);
int op_mask_path(struct process *c, const union field *f);
int op_readonly_path(struct process *c, const union field *f);
int op_mount_setattr(struct process *c, const union field *f);
int op_chown(struct process *c, const union field *f);
int op_sethostname(struct process *c, const union field *f);
int op_setdomainname(struct process *c, const union field *f);
int op_setsid(struct process *c, const union field *f);
int op_new_session_keyring(struct process *c, const union field *f);
int op_terminal(struct process *c, const union field *f);
int op_setrlimit(struct process *c, const union field *f);
int op_umask(struct process *c, const union field *f);
int op_personality(struct process *c, const union field *f);
int op_chdir(struct process *c, const union field *f);
int op_set_user(struct process *c, const union field *f);
int op_cap_bounding(struct process *c, const union field *f);
int op_capset(struct process *c, const union field *f);
int op_no_new_privs(struct process *c, const union field *f);
int op_seccomp(struct process *c, const union field *f);
int op_init(struct process *c, const union field *f);
int op_execve(struct process *c, const union field *f);

#endif
