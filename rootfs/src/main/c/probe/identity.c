#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "../cli.h"
#include "sections.h"
#include "text.h"

/* Each link of /proc/self/ns is like "net:[4026531840]": the number is the namespace's inode. */
void print_namespaces(struct json *json, const char *key) {
    struct dirent **links;
    int count = scandir("/proc/self/ns", &links, NULL, alphasort);
    if (count < 0) {
        json_null(json, key);
        return;
    }
    json_object(json, key);
    for (int i = 0; i < count; free(links[i++])) {
        char path[sizeof "/proc/self/ns/" + NAME_MAX], target[64];
        if (links[i]->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "/proc/self/ns/%s", links[i]->d_name);
        ssize_t length = readlink(path, target, sizeof target - 1);
        target[length > 0 ? length : 0] = 0;
        const char *inode = strchr(target, '[');
        if (inode)
            json_unsigned(json, links[i]->d_name, strtoull(inode + 1, NULL, 10));
        else
            json_null(json, links[i]->d_name);
    }
    free(links);
    json_end(json);
}

/* uid_map and gid_map: [inside, outside, count] a line. */
static void print_map(struct json *json, const char *key, const char *path) {
    char *text = text_read(path, NULL);
    char *rest = text;
    if (!text) {
        json_null(json, key);
        return;
    }
    json_array(json, key);
    for (char *line; (line = text_line(&rest));) {
        json_array(json, NULL);
        for (char *word; (word = text_word(&line));)
            json_unsigned(json, NULL, strtoull(word, NULL, 10));
        json_end(json);
    }
    json_end(json);
    free(text);
}

static void print_triple(struct json *json, const char *key, const unsigned id[4]) {
    json_object(json, key);
    json_unsigned(json, "real", id[0]);
    json_unsigned(json, "effective", id[1]);
    json_unsigned(json, "saved", id[2]);
    json_unsigned(json, "filesystem", id[3]);
    json_end(json);
}

static void print_groups(struct json *json) {
    gid_t groups[1024];
    int count = getgroups(sizeof groups / sizeof *groups, groups);
    json_array(json, "groups");
    for (int i = 0; i < count; i++) json_unsigned(json, NULL, groups[i]);
    json_end(json);
}

void print_ids(struct json *json, const char *key) {
    unsigned uid[4] = {0}, gid[4] = {0};
    if (getresuid(&uid[0], &uid[1], &uid[2]) != 0 || getresgid(&gid[0], &gid[1], &gid[2]) != 0)
        cli_fail(errno, "getresuid");
    uid[3] = (unsigned)setfsuid((uid_t)-1); /* -1 changes nothing, only tells */
    gid[3] = (unsigned)setfsgid((gid_t)-1);
    json_object(json, key);
    print_triple(json, "uid", uid);
    print_triple(json, "gid", gid);
    print_groups(json);
    print_map(json, "uidMap", "/proc/self/uid_map");
    print_map(json, "gidMap", "/proc/self/gid_map");
    json_end(json);
}

void print_uts(struct json *json, const char *key) {
    struct utsname names;
    if (uname(&names) != 0) cli_fail(errno, "uname");
    char *file = text_read("/etc/hostname", NULL);
    json_object(json, key);
    json_string(json, "hostname", names.nodename);
    json_string(json, "domainname", names.domainname);
    json_string(json, "hostnameFile", file ? text_trim(file) : NULL);
    json_string(json, "release", names.release);
    json_string(json, "machine", names.machine);
    json_end(json);
    free(file);
}

void print_keyring(struct json *json, const char *key) {
    enum { GET_KEYRING_ID = 0, SESSION_KEYRING = -3 }; /* linux/keyctl.h */
    long id = syscall(SYS_keyctl, GET_KEYRING_ID, SESSION_KEYRING, 0);
    json_object(json, key);
    if (id < 0) {
        json_null(json, "session");
        json_string(json, "error", errno_name(errno));
    } else {
        json_number(json, "session", id);
    }
    json_end(json);
}

void print_umask(struct json *json, const char *key) {
    char octal[8];
    mode_t mask = umask(0);
    umask(mask);
    snprintf(octal, sizeof octal, "%04o", (unsigned)mask & 07777);
    json_string(json, key, octal);
}
