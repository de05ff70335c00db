/* jcr-probe: prints as JSON what a process sees of its world: what a container is made of. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cli.h"
#include "json.h"
#include "sections.h"

static const char help[] =
    "usage: jcr-probe [SECTION...]\n"
    "Prints as JSON what a process sees: namespaces, mounts, capabilities, network and so on.\n"
    "  SECTION  only these, in the order given (default: all)\n"
    "  --list   print the names of the sections\n";

struct section {
    const char *name;
    print_section *print;
};

static const struct section sections[] = {
    {"namespaces", print_namespaces},
    {"process", print_process},
    {"ids", print_ids},
    {"uts", print_uts},
    {"capabilities", print_capabilities},
    {"noNewPrivileges", print_no_new_privileges},
    {"seccomp", print_seccomp},
    {"syscalls", print_syscalls},
    {"signals", print_signals},
    {"fds", print_fds},
    {"terminal", print_terminal},
    {"cwd", print_cwd},
    {"root", print_root},
    {"mounts", print_mounts},
    {"devices", print_devices},
    {"maskedPaths", print_masked_paths},
    {"readonlyPaths", print_readonly_paths},
    {"processes", print_processes},
    {"interfaces", print_interfaces},
    {"routes", print_routes},
    {"resolvConf", print_resolv_conf},
    {"hosts", print_hosts},
    {"limits", print_limits},
    {"cgroup", print_cgroup},
    {"environment", print_environment},
    {"keyring", print_keyring},
    {"umask", print_umask},
    {"time", print_time},
};

enum { SECTIONS = sizeof sections / sizeof *sections };

static _Noreturn void list(void) {
    for (int i = 0; i < SECTIONS; i++) puts(sections[i].name);
    exit(EXIT_SUCCESS);
}

static const struct section *find(const char *name) {
    for (int i = 0; i < SECTIONS; i++)
        if (strcmp(sections[i].name, name) == 0) return &sections[i];
    cli_usage("unknown section '%s', --list names them", name);
}

/* All names are looked up before anything is printed; one that is given twice is printed once. */
static void print_named(struct json *json, char **names, int count) {
    bool printed[SECTIONS] = {false};
    for (int i = 0; i < count; i++) (void)find(names[i]);
    json_object(json, NULL);
    for (int i = 0; i < count; i++) {
        const struct section *section = find(names[i]);
        bool *done = &printed[section - sections];
        if (!*done) section->print(json, section->name);
        *done = true;
    }
    json_end(json);
}

static void print_all(struct json *json) {
    json_object(json, NULL);
    for (int i = 0; i < SECTIONS; i++) sections[i].print(json, sections[i].name);
    json_end(json);
}

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"list", no_argument, NULL, 'l'}, {"help", no_argument, NULL, 'h'}, {0}};
    struct json json;
    cli_start("jcr-probe", help);
    setvbuf(stdout, NULL, _IOFBF, BUFSIZ); /* an answer of hundreds of lines in few writes */
    for (int option; (option = cli_option(argc, argv, options)) != -1;)
        if (option == 'l') list();
    json_start(&json, stdout);
    if (optind < argc)
        print_named(&json, argv + optind, argc - optind);
    else
        print_all(&json);
    if (fflush(stdout) != 0) cli_fail(errno, "write");
    return EXIT_SUCCESS;
}
