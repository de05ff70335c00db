#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "sections.h"
#include "text.h"

/* By bit number, see capabilities(7). */
static const char *const capability_names[] = {
    "CAP_CHOWN",
    "CAP_DAC_OVERRIDE",
    "CAP_DAC_READ_SEARCH",
    "CAP_FOWNER",
    "CAP_FSETID",
    "CAP_KILL",
    "CAP_SETGID",
    "CAP_SETUID",
    "CAP_SETPCAP",
    "CAP_LINUX_IMMUTABLE",
    "CAP_NET_BIND_SERVICE",
    "CAP_NET_BROADCAST",
    "CAP_NET_ADMIN",
    "CAP_NET_RAW",
    "CAP_IPC_LOCK",
    "CAP_IPC_OWNER",
    "CAP_SYS_MODULE",
    "CAP_SYS_RAWIO",
    "CAP_SYS_CHROOT",
    "CAP_SYS_PTRACE",
    "CAP_SYS_PACCT",
    "CAP_SYS_ADMIN",
    "CAP_SYS_BOOT",
    "CAP_SYS_NICE",
    "CAP_SYS_RESOURCE",
    "CAP_SYS_TIME",
    "CAP_SYS_TTY_CONFIG",
    "CAP_MKNOD",
    "CAP_LEASE",
    "CAP_AUDIT_WRITE",
    "CAP_AUDIT_CONTROL",
    "CAP_SETFCAP",
    "CAP_MAC_OVERRIDE",
    "CAP_MAC_ADMIN",
    "CAP_SYSLOG",
    "CAP_WAKE_ALARM",
    "CAP_BLOCK_SUSPEND",
    "CAP_AUDIT_READ",
    "CAP_PERFMON",
    "CAP_BPF",
    "CAP_CHECKPOINT_RESTORE",
};

static void print_set(struct json *json, const char *key, const char *field) {
    char hex[32], unknown[16];
    if (!text_status(field, hex, sizeof hex)) {
        json_null(json, key);
        return;
    }
    uint64_t set = strtoull(hex, NULL, 16);
    json_object(json, key);
    json_string(json, "hex", hex);
    json_array(json, "names");
    for (unsigned bit = 0; bit < 64; bit++) {
        if (!(set >> bit & 1)) continue;
        snprintf(unknown, sizeof unknown, "CAP_%u", bit);
        bool known = bit < sizeof capability_names / sizeof *capability_names;
        json_string(json, NULL, known ? capability_names[bit] : unknown);
    }
    json_end(json);
    json_end(json);
}

void print_capabilities(struct json *json, const char *key) {
    json_object(json, key);
    print_set(json, "effective", "CapEff");
    print_set(json, "permitted", "CapPrm");
    print_set(json, "inheritable", "CapInh");
    print_set(json, "bounding", "CapBnd");
    print_set(json, "ambient", "CapAmb");
    json_end(json);
}

void print_no_new_privileges(struct json *json, const char *key) {
    int value = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
    if (value < 0)
        json_null(json, key);
    else
        json_bool(json, key, value);
}

/* From /proc: in strict mode prctl(PR_GET_SECCOMP) would be the end of us. */
void print_seccomp(struct json *json, const char *key) {
    static const char *const modes[] = {"disabled", "strict", "filter"};
    char mode[8], filters[16];
    if (!text_status("Seccomp", mode, sizeof mode) || strlen(mode) != 1 || mode[0] > '2') {
        json_null(json, key);
        return;
    }
    json_object(json, key);
    json_string(json, "mode", modes[mode[0] - '0']);
    if (text_status("Seccomp_filters", filters, sizeof filters))
        json_number(json, "filters", atol(filters));
    json_end(json);
}
