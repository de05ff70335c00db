#include "fake_jvm.h"

#include "check.h"
#include "plan.h"

#include "../../main/c/packet.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ANSWER_MAX = 1 << 20 };

/* Whatever number was free. */
static int control;

static struct plan plan;
static const char *journal, *line, *reclaim, *dead, *raw, *dump;
static const char *attach, *keys = "";
static bool attach_input, signal_proxy;
static const char *log_file = "", *control_path = "", *exit_file, *successor;
static const char *calling, *traced_file;
static const char *events_file, *name_file = "", *attributes = "", *event;
static uint64_t times = 1;
static bool no_launch, die_parked, leave_parked, hold, detach, die_detached;
static uint64_t max_size, max_file = 1, stdin_mode;
static int linger, status;
static bool failed;

static bool flag(const char *name) {
    const struct {
        const char *name;
        bool *flag;
    } flags[] = {{"--park", &plan.park},
                 {"--meet", &plan.meet},
                 {"--trace", &plan.trace},
                 {"--init", &plan.init},
                 {"--terminal", &plan.terminal},
                 {"--intermediate", &plan.by_intermediate},
                 {"--no-pid", &plan.no_pid_namespace},
                 {"--no-setsid", &plan.no_setsid},
                 {"--bare", &plan.bare},
                 {"--room", &plan.room},
                 {"--user-namespace", &plan.user_namespace},
                 {"--lo-up", &plan.lo_up},
                 {"--bad-link", &plan.bad_link},
                 {"--host-question", &plan.host_question},
                 {"--host-change", &plan.host_change},
                 {"--no-mkdir", &plan.no_mkdir},
                 {"--chroot", &plan.change_root},
                 {"--wrong-null", &plan.wrong_null},
                 {"--no-launch", &no_launch},
                 {"--die-parked", &die_parked},
                 {"--leave-parked", &leave_parked},
                 {"--detach", &detach},
                 {"--attach-input", &attach_input},
                 {"--signal-proxy", &signal_proxy},
                 {"--die-detached", &die_detached},
                 {"--hold", &hold}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (strcmp(flags[i].name, name) == 0) return *flags[i].flag = true;
    return false;
}

static void option(const char *name, const char *value) {
    const struct {
        const char *name;
        const char **text;
    } texts[] = {{"--root", &plan.root},
                 {"--begin", &journal},
                 {"--line", &line},
                 {"--join", &plan.join},
                 {"--note", &plan.note_file},
                 {"--file", &plan.file},
                 {"--reclaim", &reclaim},
                 {"--dead", &dead},
                 {"--raw", &raw},
                 {"--evil", &plan.evil},
                 {"--chdir", &plan.chdir},
                 {"--cgroup", &plan.cgroup},
                 {"--dump", &dump},
                 {"--log", &log_file},
                 {"--control", &control_path},
                 {"--attach", &attach},
                 {"--keys", &keys},
                 {"--exit-file", &exit_file},
                 {"--successor", &successor},
                 {"--events", &events_file},
                 {"--event", &event},
                 {"--name-file", &name_file},
                 {"--attributes", &attributes},
                 {"--teardown", &traced_file},
                 {"--calling", &calling}};
    const struct {
        const char *name;
        uint64_t *number;
    } numbers[] = {{"--max-size", &max_size},
                   {"--max-file", &max_file},
                   {"--stdin", &stdin_mode},
                   {"--times", &times}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(numbers[i].name, name) == 0) *numbers[i].number = strtoull(value, NULL, 10);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(texts[i].name, name) == 0) *texts[i].text = value;
    if (strcmp(name, "--uid") == 0) plan.uid = strtoull(value, NULL, 10);
    if (strcmp(name, "--environment-size") == 0) plan.environment_size = strtoull(value, NULL, 10);
    if (strcmp(name, "--linger") == 0) linger = atoi(value);
    if (strcmp(name, "--exit") == 0) status = atoi(value);
}

static void say_failed(const uint8_t *packet) {
    struct reader r = {packet + 4, packet + ANSWER_MAX, false};
    uint32_t phase = read_u32(&r), index = read_u32(&r), error = read_u32(&r);
    uint32_t cause = read_u32(&r);
    fprintf(stderr, "FAILED phase=%u index=%u errno=%s cause=%u detail=<%s>\n", phase, index,
            strerrorname_np((int)error), cause, read_str(&r).p);
    failed = true;
}

/* Root in the namespace is root outside, and nobody else is anybody. */
static void write_maps(pid_t pid) {
    write_file(text_of("/proc/%d/setgroups", (int)pid), "deny");
    write_file(text_of("/proc/%d/uid_map", (int)pid), "0 0 1\n");
    write_file(text_of("/proc/%d/gid_map", (int)pid), "0 0 1\n");
}

static void proceed(void) {
    struct writer w = {0};
    w_u32(&w, PACKET_PROCEED);
    (void)send(control, w.data, w.size, MSG_NOSIGNAL);
    w_free(&w);
}

/* One answer; 0 at the end. */
static void say_names(struct reader *r) {
    fprintf(stderr, "NAMES");
    for (uint32_t count = read_u32(r); count > 0; count--) fprintf(stderr, " %s", read_str(r).p);
    fprintf(stderr, r->bad ? " bad\n" : "\n");
}

static uint32_t hear(void) {
    static uint8_t packet[ANSWER_MAX];
    ssize_t n = recv(control, packet, sizeof packet, 0);
    if (n < 4) return 0;
    struct reader r = {packet, packet + n, false};
    uint32_t type = read_u32(&r);
    if (type == PACKET_FAILED)
        say_failed(packet);
    else if (type == PACKET_TRACE)
        fprintf(stderr, "TRACE %u\n", read_u32(&r));
    else if (type == PACKET_OK)
        fprintf(stderr, "OK %llu\n", (unsigned long long)read_u64(&r));
    else if (type == PACKET_NAMES)
        say_names(&r);
    else if (type == PACKET_PARKED) {
        pid_t pid = (pid_t)read_u64(&r);
        fprintf(stderr, "PARKED %d\n", (int)pid);
        if (plan.user_namespace) write_maps(pid);
    }
    if (type == PACKET_MET) {
        fprintf(stderr, "MET\n");
        if (!hold) proceed();
    }
    if (type == PACKET_PARKED && die_parked) raise(SIGKILL);
    if (type == PACKET_PARKED && leave_parked) exit(status);
    if (type == PACKET_PARKED && (plan.park || plan.room) && !hold) proceed();
    return type;
}

static void ask(struct writer w) {
    (void)send(control, w.data, w.size, MSG_NOSIGNAL);
    w_free(&w);
    (void)hear();
}

static void request(uint32_t type, const char *path) {
    struct writer w = {0};
    w_u32(&w, type);
    w_str(&w, path);
    ask(w);
}

static void record(void) {
    const char *const none[] = {NULL}, *const argv[] = {successor, exit_file, NULL};
    struct writer w = {0};
    w_u32(&w, PACKET_RECORD);
    w_str(&w, exit_file ? exit_file : "");
    w_strs(&w, successor ? argv : none);
    ask(w);
}

static struct writer about(uint32_t type) {
    struct writer w = {0};
    w_u32(&w, type);
    w_str(&w, events_file);
    w_u64(&w, max_size);
    w_u32(&w, (uint32_t)max_file);
    w_str(&w, "12ab");
    w_str(&w, "web");
    w_str(&w, attributes);
    return w;
}

static void send_events(void) {
    struct writer w = about(PACKET_EVENTS);
    w_str(&w, name_file);
    w_strs(&w, (const char *const[]){"create", "start", NULL});
    w_str(&w, "die");
    w_str(&w, "destroy");
    ask(w);
}

static void send_event(void) {
    for (uint64_t i = 0; i < times; i++) {
        struct writer w = about(PACKET_EVENT);
        w_str(&w, text_of("%s-%d", event, (int)i));
        ask(w);
    }
}

static void send_teardown(void) {
    struct writer w = {0};
    w_u32(&w, PACKET_TEARDOWN);
    w_str(&w, traced_file);
    w_u64(&w, 1);
    w_u64(&w, 0);
    w_strs(&w, (const char *const[]){",{\"ts\":", ",\"dur\":", "}]", NULL});
    ask(w);
}

static void send_attach(void) {
    struct writer w = {0};
    w_u32(&w, PACKET_ATTACH);
    w_str(&w, attach);
    w_bytes(&w, keys, strlen(keys));
    w_u32(&w, attach_input);
    w_u32(&w, signal_proxy);
    ask(w);
}

static void send_detach(void) {
    struct writer w = {0};
    w_u32(&w, PACKET_DETACH);
    w_str(&w, log_file);
    w_u64(&w, max_size);
    w_u32(&w, (uint32_t)max_file);
    w_u32(&w, (uint32_t)stdin_mode);
    w_str(&w, control_path);
    ask(w);
    if (die_detached) raise(SIGKILL);
}

static void send_launch(void) {
    struct writer w = {0};
    if (raw) {
        char *content = content_of(raw);
        w_raw(&w, content, strlen(content));
    } else {
        w = plan_launch(&plan);
    }
    if (dump) {
        int fd = open(dump, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (write(fd, w.data, w.size) < 0) exit(98);
        close(fd);
    }
    if (send(control, w.data, w.size, MSG_NOSIGNAL) < 0)
        fprintf(stderr, "send: %s\n", strerror(errno));
    w_free(&w);
    for (uint32_t type = 1; type != 0 && !(raw && failed);) type = hear();
    fprintf(stderr, "EOF\n");
}

int fake_jvm(int argc, char **argv) {
    int i = 0;
    for (; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (!flag(argv[i]) && i + 1 < argc) {
            option(argv[i], argv[i + 1]);
            i++;
        }
    plan.argv = (const char *const *)argv + i + (i < argc);
    const char *number = getenv("JCR_CONTROL");
    if (!number) return 99;
    control = atoi(number);
    if (calling) dprintf(atoi(getenv("JCR_CALLED")), "%s\n", calling);
    if (journal) request(PACKET_BEGIN, journal);
    if (line) {
        int fd = open(journal, O_WRONLY | O_APPEND);
        dprintf(fd, "%s\n", line);
        close(fd);
    }
    if (exit_file || successor) record();
    if (event)
        send_event();
    else if (events_file)
        send_events();
    if (traced_file) send_teardown();
    if (attach) send_attach();
    if (detach) send_detach();
    if (reclaim) request(PACKET_RECLAIM, reclaim);
    if (dead) request(PACKET_DEAD, dead);
    if (!no_launch) send_launch();
    pause_ms(linger);
    return status;
}
