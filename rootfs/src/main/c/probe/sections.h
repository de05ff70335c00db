/* The sections of jcr-probe: each writes one value under the given key, null if its source is
 * missing (say, no /proc). */
#pragma once

#include "json.h"

typedef void print_section(struct json *json, const char *key);

print_section print_capabilities, print_no_new_privileges, print_seccomp; /* privileges.c */
print_section print_cgroup;                                               /* cgroup.c */
print_section print_devices;                                              /* devices.c */
print_section print_fds, print_terminal;                                  /* descriptors.c */
print_section print_masked_paths, print_readonly_paths;                   /* hardening.c */
print_section print_syscalls;                                             /* syscalls.c */
print_section print_namespaces, print_ids, print_uts, print_keyring, print_umask; /* identity.c */
print_section print_time, print_environment, print_limits;                        /* settings.c */
print_section print_mounts, print_root, print_cwd;                                /* mounts.c */
print_section print_interfaces, print_routes;                /* network.c, routes.c */
print_section print_resolv_conf, print_hosts;                /* names.c */
print_section print_process, print_processes, print_signals; /* processes.c */
