/*
 * The golden files of core/src/test/golden: packets and operations as bytes, which the Java tests
 * compare with what their encoder writes.
 *
 *   golden write DIR     writes them
 *   golden check DIR     compares them with what writer.c writes, and lets ops.c read them
 *
 * A file: hexadecimal bytes, blanks; `#` starts a comment up to the end of its line.
 */
#include "golden_file.h"
#include "writer.h"

#include "../../main/c/kernel.h"
#include "../../main/c/launch.h"

#include <ctype.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>

#define U(x) ((uint64_t)(x))

static const char *directory;
static bool writing;
static int bad;

/* Writes or compares a file. `print` is NULL for packets: their bytes get one comment a file. */
static void golden(const char *file, const struct writer *w, const char *what, const char *spec) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s.hex", directory, file);
    if (writing) {
        FILE *out = fopen(path, "w");
        if (!out) exit(1);
        fprintf(out, "# %s\n", what);
        if (spec) {
            golden_op(out, w->data, what, spec);
        } else {
            for (size_t i = 0; i < w->size; i += 16) {
                golden_bytes(out, w->data + i, w->size - i < 16 ? w->size - i : 16);
                fprintf(out, "\n");
            }
        }
        fclose(out);
    }
    static uint8_t data[FILE_MAX];
    size_t size = golden_read(path, data);
    if (size != w->size || memcmp(data, w->data, size) != 0) {
        fprintf(stderr, "%s differs from what writer.c writes\n", path);
        bad++;
    }
}

/* ---- the operations ---- */

static struct writer all_enter, all_inside; /* every operation, for the packets */

/* `spec`: "name:letter …" with the letters of the table in ops.c. */
static void op(const char *name, uint32_t code, const char *spec, struct writer w) {
    char file[64] = "op-";
    size_t at = 3;
    for (const char *c = name; *c; c++) {
        if (isupper((unsigned char)*c) && c > name) file[at++] = '-';
        file[at++] = (char)tolower((unsigned char)*c);
    }
    file[at] = '\0';
    struct writer bare = {.data = w.data + 4, .size = w.size - 4};
    golden(file, &bare, name, spec);
    struct reader r = {w.data, w.data + w.size, false};
    struct ops list;
    struct op decoded;
    if (!ops_read(&r, &list) || list.count != 1 || !ops_next(&list, &decoded) ||
        decoded.code != code || strcmp(decoded.type->name, name) != 0) {
        fprintf(stderr, "%s: ops.c does not read it\n", file);
        bad++;
    }
    w_free(&w);
}

#define OP(name, code, spec, fields, ...)                                                          \
    do {                                                                                           \
        struct writer w_ = {0};                                                                    \
        w_list(&w_);                                                                               \
        w_op(&w_, code, fields __VA_OPT__(, ) __VA_ARGS__);                                        \
        op(name, code, spec, w_);                                                                  \
        struct writer *all_ = code < 10 ? &all_enter : &all_inside;                                \
        w_op(all_, code, fields __VA_OPT__(, ) __VA_ARGS__);                                       \
    } while (0)

static const char *const argv_[] = {"sh", "-c", "echo \xc3\xa4", NULL};
static const char *const env_[] = {"PATH=/bin:/usr/bin", "TERM=xterm", "EMPTY=", NULL};
static const uint64_t groups_[] = {10, 4294967294};
/* RTM_NEWLINK of interface 1: up. */
static const uint8_t link_up[32] = {32, 0, 0, 0, 16, 0, 5, 0, 1, 0, 0, 0, 0, 0, 0, 0,
                                    0,  0, 0, 0, 1,  0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0};
/* One instruction: return SECCOMP_RET_ALLOW. */
static const uint8_t filter[8] = {0x06, 0, 0, 0, 0, 0, 0xff, 0x7f};

static void mounts(void) {
    OP("MountPropagation", 20, "path:s flags:u", "su", "/", U(MS_PRIVATE | MS_REC));
    OP("MountOp", 21, "root:s source:s target:s type:s flags:u data:s", "ssssus", "/run/jcr/r",
       "tmpfs", "/dev", "tmpfs", U(MS_NOSUID | MS_NOEXEC), "mode=755,size=64k");
    OP("BindMount", 22, "root:s source:s target:s attrSet:u recursive:u", "sssuu", "", "/srv/data",
       "/run/jcr/r/data", U(1), U(1));
    OP("Mkdir", 23, "root:s path:s mode:u", "ssu", "/run/jcr/r", "/dev/pts", U(0755));
    OP("Mknod", 24, "root:s path:s mode:u major:u minor:u", "ssuuu", "/run/jcr/r", "/dev/null",
       U(S_IFCHR | 0666), U(1), U(3));
    OP("Symlink", 25, "root:s content:s path:s", "sss", "/run/jcr/r", "/proc/self/fd", "/dev/fd");
    OP("PivotRoot", 26, "newRoot:s", "s", "/run/jcr/r");
    OP("Chroot", 27, "newRoot:s", "s", "/run/jcr/r");
    OP("MaskPath", 28, "path:s", "s", "/proc/kcore");
    OP("ReadonlyPath", 29, "path:s", "s", "/proc/sys");
    OP("MountSetattr", 30, "path:s attrSet:u recursive:u", "suu", "/", U(1), U(0));
    OP("Chown", 31, "path:s uid:u gid:u", "suu", "/var/lib/jcr/containers/a/upper", U(100000),
       U(100000));
}

static void attributes(void) {
    OP("Sethostname", 40, "name:s", "s", "box");
    OP("Setdomainname", 41, "name:s", "s", "example.org");
    OP("Setsid", 42, "", "");
    OP("NewSessionKeyring", 43, "", "");
    OP("Terminal", 44, "uid:u gid:u console:u", "uuu", U(1000), U(5), U(1));
    OP("Setrlimit", 45, "resource:u soft:u hard:u", "uuu", U(7), U(1024), ~U(0));
    OP("Umask", 46, "mask:u", "u", U(022));
    OP("Chdir", 47, "path:s", "s", "/home/user");
    OP("Init", 53, "", "");
    OP("SetUser", 48, "uid:u gid:u groups:I", "uuI", U(1000), U(100), (size_t)2, groups_);
    OP("CapBounding", 49, "bounding:u", "u", U(0xa80425fb));
    OP("Capset", 50, "effective:u permitted:u inheritable:u ambient:u", "uuuu", U(0xa80425fb),
       U(0x1ffffffffff), U(0), U(0x400));
    OP("NoNewPrivs", 51, "", "");
    OP("Seccomp", 52, "filter:b", "F", filter, sizeof filter);
}

static void operations(void) {
    w_list(&all_enter);
    w_list(&all_inside);
    OP("UserNamespace", 4, "map:s", "s", "0 100000 65536");
    OP("Setns", 3, "path:s nstype:u", "su", "/run/netns/blue", U(CLONE_NEWNET));
    OP("Unshare", 2, "flags:u", "u", U(CLONE_NEWUTS));
    OP("Clone", 1, "flags:u cgroup:s", "us", U(CLONE_NEWNS | CLONE_NEWPID), "/sys/fs/cgroup/jcr/a");
    OP("Park", 10, "", "");
    OP("WriteFile", 11, "path:s data:b", "sb", "/sys/fs/cgroup/pids/jcr/a/tasks", "0", (size_t)1);
    OP("Rtnetlink", 12, "messages:b", "N", link_up, sizeof link_up);
    OP("HostRtnetlink", 13, "messages:b", "N", link_up, sizeof link_up);
    OP("Meet", 14, "", "");
    mounts();
    attributes();
    OP("Personality", 55, "persona:u", "u", U(8));
    OP("Execve", 54, "file:s argv:S env:S", "sAS", "sh", argv_, env_);
}

/* ---- the packets ---- */

static void packet(const char *name, struct writer w, const char *what) {
    char file[64];
    snprintf(file, sizeof file, "packet-%s", name);
    golden(file, &w, what, NULL);
    w_free(&w);
}

static void launches(void) {
    struct writer w = {0};
    w_u32(&w, PACKET_LAUNCH);
    w_u32(&w, 0);
    w_u32(&w, 0);
    w_list(&w);
    w_op(&w, 1, "us", U(CLONE_NEWNS), "");
    w_list(&w);
    w_op(&w, 54, "sAS", "sh", argv_, env_);
    packet("launch-minimal", w,
           "LAUNCH flags=0, no notes, enter: Clone(CLONE_NEWNS, \"\"), inside: Execve as in "
           "op-execve");

    w = (struct writer){0};
    w_u32(&w, PACKET_LAUNCH);
    w_u32(&w, LAUNCH_ALL);
    w_u32(&w, 1);
    w_str(&w, "/sys/fs/cgroup/memory/jcr/a/memory.oom_control");
    w_str(&w, "oom_kill");
    w_str(&w, "/sys/fs/cgroup/memory/jcr/a/memory.max_usage_in_bytes");
    w_str(&w, "jcr: killed at %p MiB");
    w_raw(&w, all_enter.data, all_enter.size);
    w_raw(&w, all_inside.data, all_inside.size);
    packet(
        "launch-all", w,
        "LAUNCH flags=TRACE|TERMINAL, one note (file, key, peakFile, text), enter: Setns, "
        "Unshare, Clone, inside: every other operation in the order of its code, but Init before "
        "SetUser, and Execve last; each as in its op-*.hex");
}

static void event_fields(struct writer *w) {
    w_str(w, "/run/jcr/events");
    w_u64(w, 1048576);
    w_u32(w, 3);
    w_str(w, "12ab");
    w_str(w, "a");
    w_str(w, "\"app\":\"web\"");
}

static void other_requests(void) {
    struct writer w = {0};
    w_u32(&w, PACKET_BEGIN);
    w_str(&w, "/run/jcr/containers/a/undo");
    packet("begin", w, "BEGIN journal=\"/run/jcr/containers/a/undo\"");
    w = (struct writer){0};
    w_u32(&w, PACKET_RECLAIM);
    w_str(&w, "/run/jcr/containers/a/undo");
    packet("reclaim", w, "RECLAIM journal=\"/run/jcr/containers/a/undo\"");
    w = (struct writer){0};
    w_u32(&w, PACKET_DEAD);
    w_str(&w, "/run/jcr/containers");
    packet("dead", w, "DEAD containers=\"/run/jcr/containers\"");
    w = (struct writer){0};
    w_u32(&w, PACKET_DETACH);
    w_str(&w, "/run/jcr/containers/a/log");
    w_u64(&w, 10000000);
    w_u32(&w, 3);
    w_u32(&w, 2);
    w_str(&w, "/run/jcr/containers/a/control");
    packet("detach", w,
           "DETACH log=\"/run/jcr/containers/a/log\" maxSize=10000000 maxFile=3 stdin=2 "
           "control=\"/run/jcr/containers/a/control\"");
    w = (struct writer){0};
    w_u32(&w, PACKET_RECORD);
    w_str(&w, "/run/jcr/containers/a/exit");
    w_strs(&w, (const char *const[]){"/opt/jcr/bin/jcr", "start", "--restarted", "a", NULL});
    packet("record", w,
           "RECORD exit=\"/run/jcr/containers/a/exit\" "
           "successor=/opt/jcr/bin/jcr start --restarted a");
    w = (struct writer){0};
    w_u32(&w, PACKET_ATTACH);
    w_str(&w, "/run/jcr/containers/a/control");
    w_bytes(&w, "\x10\x11", 2);
    w_u32(&w, 1);
    w_u32(&w, 0);
    packet("attach", w,
           "ATTACH control=\"/run/jcr/containers/a/control\" keys=ctrl-p,ctrl-q stdin=1 "
           "sigProxy=0");
    w = (struct writer){0};
    w_u32(&w, PACKET_EVENTS);
    event_fields(&w);
    w_str(&w, "/run/jcr/containers/a/name");
    w_strs(&w, (const char *const[]){"create", "start", NULL});
    w_str(&w, "die");
    w_str(&w, "destroy");
    packet("events", w,
           "EVENTS file=\"/run/jcr/events\" maxSize=1048576 maxFile=3 id=\"12ab\" name=\"a\" "
           "attributes='\"app\":\"web\"' nameFile=\"/run/jcr/containers/a/name\" "
           "began=create start ended=\"die\" gone=\"destroy\"");
    w = (struct writer){0};
    w_u32(&w, PACKET_EVENT);
    event_fields(&w);
    w_str(&w, "pause");
    packet("event", w,
           "EVENT file=\"/run/jcr/events\" maxSize=1048576 maxFile=3 id=\"12ab\" name=\"a\" "
           "attributes='\"app\":\"web\"' action=\"pause\"");
    w = (struct writer){0};
    w_u32(&w, PACKET_TEARDOWN);
    w_str(&w, "/tmp/trace.json");
    w_u64(&w, 3);
    w_u64(&w, 5000000000);
    w_strs(&w, (const char *const[]){"{\"ts\":", ",\"dur\":", "}", NULL});
    packet("teardown", w,
           "TEARDOWN file=\"/tmp/trace.json\" tail=3 zero=5000000000 "
           "text={\"ts\": ,\"dur\": }");
    w = (struct writer){0};
    w_u32(&w, PACKET_PROCEED);
    packet("proceed", w, "PROCEED");
}

/* What packet.c sends has to be what the golden file says. */
static void answer(const char *name, const char *what, struct writer wanted, const int pair[2]) {
    uint8_t sent[256];
    ssize_t n = recv(pair[1], sent, sizeof sent, MSG_DONTWAIT);
    if (n != (ssize_t)wanted.size || memcmp(sent, wanted.data, wanted.size) != 0) {
        fprintf(stderr, "packet-%s: packet.c sends something else\n", name);
        bad++;
    }
    packet(name, wanted, what);
}

static void answers(void) {
    int pair[2], failures = 0;
    const struct step steps[] = {{1000, 2000}, {2001, 5000000000}};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) < 0) exit(1);
    struct writer w = {0};
    failures += send_ok(pair[0], 3);
    w_u32(&w, PACKET_OK), w_u64(&w, 3);
    answer("ok", "OK value=3", w, pair);
    w = (struct writer){0};
    failures += send_ok_with(pair[0], 3, pair[0]);
    w_u32(&w, PACKET_OK), w_u64(&w, 3);
    answer("ok", "OK value=3", w, pair);
    w = (struct writer){0};
    failures += send_parked(pair[0], 4711, 123456789012);
    w_u32(&w, PACKET_PARKED), w_u64(&w, 4711), w_u64(&w, 123456789012);
    answer("parked", "PARKED pid=4711 startTime=123456789012", w, pair);
    w = (struct writer){0};
    failures += send_trace(pair[0], steps, 2);
    w_u32(&w, PACKET_TRACE), w_u32(&w, 2);
    for (int i = 0; i < 2; i++) w_u64(&w, steps[i].begin), w_u64(&w, steps[i].end);
    answer("trace", "TRACE of two: 1000 to 2000, 2001 to 5000000000", w, pair);
    w = (struct writer){0};
    failures += send_failed(pair[0], PHASE_INSIDE, 7, 2, CAUSE_INTERPRETER, "/lib/ld.so");
    w_u32(&w, PACKET_FAILED), w_u32(&w, 2), w_u32(&w, 7), w_u32(&w, 2), w_u32(&w, 1);
    w_str(&w, "/lib/ld.so");
    answer("failed", "FAILED phase=2 index=7 errno=2 cause=1 detail=\"/lib/ld.so\"", w, pair);
    w = (struct writer){0};
    failures += send_met(pair[0]);
    w_u32(&w, PACKET_MET);
    answer("met", "MET", w, pair);
    w = (struct writer){0};
    w_u32(&w, PACKET_NAMES);
    w_strs(&w, (const char *const[]){"a", "web", NULL});
    failures += send_names(pair[0], 2, w.data + 8, w.size - 8);
    answer("names", "NAMES names=a web", w, pair);
    bad += failures != 0;
    close(pair[0]);
    close(pair[1]);
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    writing = strcmp(argv[1], "write") == 0;
    directory = argv[2];
    operations();
    launches();
    other_requests();
    answers();
    w_free(&all_enter);
    w_free(&all_inside);
    printf("  golden files: %s\n", bad ? "FAIL" : "ok");
    return bad > 0;
}
