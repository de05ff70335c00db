#define _GNU_SOURCE
#include "mount_line.h"

#include <stddef.h>
#include <string.h>

#include "text.h"

static void add_word(char *list, size_t size, const char *word) {
    size_t length = strlen(list);
    if (length + strlen(word) + 2 > size) return;
    if (length) list[length++] = ' ';
    strcpy(list + length, word);
}

bool mount_line_parse(char *line, struct mount_line *mount) {
    mount->id = text_word(&line);
    mount->parent = text_word(&line);
    mount->device = text_word(&line);
    mount->root = text_word(&line);
    mount->target = text_word(&line);
    mount->options = text_word(&line);
    mount->propagation[0] = 0;
    char *word;
    while ((word = text_word(&line)) && strcmp(word, "-") != 0)
        add_word(mount->propagation, sizeof mount->propagation, word);
    mount->type = text_word(&line);
    mount->source = strsep(&line, " "); /* may be empty: mount(2) takes "" for a source */
    mount->super_options = text_word(&line);
    if (!word || !mount->source || !mount->super_options) return false;
    text_unescape(mount->root);
    text_unescape(mount->target);
    text_unescape(mount->source);
    return true;
}

const char *mount_line_below(const struct mount_line *mount, const char *path) {
    size_t length = strcmp(mount->root, "/") == 0 ? 0 : strlen(mount->root);
    if (strncmp(path, mount->root, length) != 0) return NULL;
    path += length;
    if (*path && *path != '/') return NULL;
    return strcmp(path, "/") == 0 ? "" : path;
}
