#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "sections.h"
#include "text.h"

/* All words behind lines that begin with `keyword`. */
static void print_keyword(struct json *json, const char *key, const char *text,
                          const char *keyword) {
    char *copy = strdup(text);
    if (!copy) abort();
    char *rest = copy;
    json_array(json, key);
    for (char *line; (line = text_line(&rest));) {
        char *word = text_word(&line);
        if (!word || strcmp(word, keyword) != 0) continue;
        while ((word = text_word(&line))) json_string(json, NULL, word);
    }
    json_end(json);
    free(copy);
}

void print_resolv_conf(struct json *json, const char *key) {
    char *text = text_read("/etc/resolv.conf", NULL);
    if (!text) {
        json_null(json, key);
        return;
    }
    json_object(json, key);
    print_keyword(json, "nameservers", text, "nameserver");
    print_keyword(json, "search", text, "search");
    print_keyword(json, "options", text, "options");
    json_end(json);
    free(text);
}

static void print_host(struct json *json, char *line) {
    line[strcspn(line, "#")] = 0;
    char *address = text_word(&line);
    if (!address) return;
    json_object(json, NULL);
    json_string(json, "address", address);
    json_array(json, "names");
    for (char *name; (name = text_word(&line));) json_string(json, NULL, name);
    json_end(json);
    json_end(json);
}

void print_hosts(struct json *json, const char *key) {
    char *text = text_read("/etc/hosts", NULL);
    char *rest = text;
    if (!text) {
        json_null(json, key);
        return;
    }
    json_array(json, key);
    for (char *line; (line = text_line(&rest));) print_host(json, line);
    json_end(json);
    free(text);
}
