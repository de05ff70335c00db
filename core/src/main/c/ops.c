/* The table of operations, and the code that reads lists of them from a packet. */
#include "ops.h"

#include "kernel.h"
#include "netlink.h"

#include <string.h>

/* OpWriter.java is the counterpart of this table. */
static const struct op_type types[] = {
    [OP_CLONE] = {"Clone", "us", ENTER | LAST | ONCE, NULL}, /* run by launch.c */
    [OP_UNSHARE] = {"Unshare", "u", ENTER | INSIDE, op_unshare},
    [OP_SETNS] = {"Setns", "su", ENTER, NULL}, /* run by launch.c */
    [OP_USER_NAMESPACE] = {"UserNamespace", "s", ENTER | ONCE, op_user_namespace},
    [OP_PARK] = {"Park", "", INSIDE | ONCE | MAY_BE_LAST, op_park},
    [11] = {"WriteFile", "sb", ENTER | INSIDE, op_write_file},
    [12] = {"Rtnetlink", "N", INSIDE, op_rtnetlink},
    [13] = {"HostRtnetlink", "N", INSIDE, op_host_rtnetlink},
    [OP_MEET] = {"Meet", "", INSIDE | ONCE, op_meet},
    [20] = {"MountPropagation", "su", ENTER | INSIDE, op_mount_propagation},
    [21] = {"MountOp", "ssssus", ENTER | INSIDE, op_mount},
    [22] = {"BindMount", "sssuu", ENTER | INSIDE, op_bind_mount},
    [23] = {"Mkdir", "ssu", ENTER | INSIDE, op_mkdir},
    [24] = {"Mknod", "ssuuu", ENTER | INSIDE, op_mknod},
    [25] = {"Symlink", "sss", ENTER | INSIDE, op_symlink},
    [26] = {"PivotRoot", "s", INSIDE, op_pivot_root},
    [27] = {"Chroot", "s", INSIDE, op_chroot},
    [28] = {"MaskPath", "s", INSIDE, op_mask_path},
    [29] = {"ReadonlyPath", "s", INSIDE, op_readonly_path},
    [30] = {"MountSetattr", "suu", ENTER | INSIDE, op_mount_setattr},
    [31] = {"Chown", "suu", ENTER | INSIDE, op_chown},
    [40] = {"Sethostname", "s", INSIDE, op_sethostname},
    [41] = {"Setdomainname", "s", INSIDE, op_setdomainname},
    [42] = {"Setsid", "", INSIDE, op_setsid},
    [43] = {"NewSessionKeyring", "", INSIDE, op_new_session_keyring},
    [OP_TERMINAL] = {"Terminal", "uuu", INSIDE | ONCE, op_terminal},
    [45] = {"Setrlimit", "uuu", ENTER | INSIDE, op_setrlimit},
    [46] = {"Umask", "u", INSIDE, op_umask},
    [47] = {"Chdir", "s", INSIDE, op_chdir},
    [OP_SET_USER] = {"SetUser", "uuI", INSIDE, op_set_user},
    [49] = {"CapBounding", "u", INSIDE, op_cap_bounding},
    [OP_CAPSET] = {"Capset", "uuuu", INSIDE, op_capset},
    [51] = {"NoNewPrivs", "", INSIDE, op_no_new_privs},
    [52] = {"Seccomp", "F", INSIDE, op_seccomp},
    [OP_INIT] = {"Init", "", INSIDE | ONCE, op_init},
    [OP_EXECVE] = {"Execve", "sAS", INSIDE | LAST | ONCE, op_execve},
    [55] = {"Personality", "u", INSIDE, op_personality},
};

enum { CODES = sizeof types / sizeof *types, FILTER_MAX = 4096 };

bool ops_read(struct reader *r, struct ops *list) {
    list->count = read_u32(r);
    list->at = *r;
    for (uint32_t i = 0; i < list->count && !r->bad; i++) {
        (void)read_u32(r); /* the code: checked when its turn comes */
        uint32_t length = read_u32(r);
        if ((size_t)(r->end - r->at) < length)
            r->bad = true;
        else
            r->at += length;
    }
    list->at.end = r->at;
    return !r->bad && list->count <= OPS_MAX;
}

static void read_field(struct reader *r, char letter, union field *f) {
    unsigned acks;
    switch (letter) {
    case 'u':
        f->u = read_u64(r);
        break;
    case 's':
        f->s = read_str(r);
        break;
    case 'b':
        f->s = read_bytes(r);
        break;
    case 'I':
        f->s = read_ids(r);
        break;
    case 'S':
        f->s = read_strs(r);
        break;
    case 'A':
        f->s = read_strs(r);
        r->bad |= f->s.n == 0;
        break;
    case 'N':
        f->s = read_bytes(r);
        r->bad |= !netlink_well_formed((const uint8_t *)f->s.p, f->s.n, &acks) || acks == 0;
        break;
    case 'F':
        f->s = read_bytes(r);
        r->bad |= f->s.n == 0 || f->s.n % sizeof(struct k_sock_filter) != 0 ||
                  f->s.n / sizeof(struct k_sock_filter) > FILTER_MAX;
        break;
    default:
        r->bad = true;
    }
}

bool ops_next(struct ops *list, struct op *op) {
    op->code = read_u32(&list->at);
    uint32_t length = read_u32(&list->at);
    if (list->at.bad || (size_t)(list->at.end - list->at.at) < length) return false;
    struct reader payload = {list->at.at, list->at.at + length, false};
    list->at.at += length;
    list->count--;
    op->type = op->code < CODES && types[op->code].name ? &types[op->code] : NULL;
    if (!op->type) return false;
    for (size_t i = 0; op->type->fields[i]; i++)
        read_field(&payload, op->type->fields[i], &op->f[i]);
    return !payload.bad && payload.at == payload.end;
}

/* What is wrong with an operation in this place, or NULL. */
static const char *misplaced(const struct op *op, enum phase phase, bool last, uint64_t seen) {
    if (!(op->type->where & (phase == PHASE_ENTER ? ENTER : INSIDE)))
        return "operation not allowed in this list";
    if (!last && op->type->where & LAST) return "must be the last operation";
    if (last && !(op->type->where & (LAST | MAY_BE_LAST)))
        return "the last operation must be Clone, Execve or Park";
    if ((op->type->where & ONCE) && (seen >> op->code & 1)) return "operation occurs twice";
    return NULL;
}

bool ops_valid(struct ops list, enum phase phase, uint32_t flags, uint32_t *index,
               const char **why) {
    uint64_t seen = 0;
    *why = list.count == 0 ? "empty list" : NULL;
    for (*index = 0; !*why && list.count > 0; ++*index) {
        struct op op;
        if (!ops_next(&list, &op))
            *why = op.type ? "operation does not fit its payload" : "unknown operation";
        else
            *why = misplaced(&op, phase, list.count == 0, seen);
        if (*why) return false;
        seen |= 1ULL << op.code;
    }
    if (phase == PHASE_INSIDE && !*why && !(seen >> OP_TERMINAL & 1) != !(flags & LAUNCH_TERMINAL))
        *why = "flag TERMINAL and operation Terminal go together";
    return !*why;
}
