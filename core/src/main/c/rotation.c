#include "rotation.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

enum { NAME_ROOM = 4096 };

/* The name of the file of that age; the youngest, 0, has no suffix. */
static bool name(const char *path, uint32_t age, char text[NAME_ROOM]) {
    int n =
        age ? snprintf(text, NAME_ROOM, "%s.%u", path, age) : snprintf(text, NAME_ROOM, "%s", path);
    return n > 0 && n < NAME_ROOM;
}

bool rotate(const char *path, uint32_t max_file) {
    char from[NAME_ROOM], to[NAME_ROOM];
    for (uint32_t age = max_file - 1; age > 0; age--) {
        if (!name(path, age - 1, from) || !name(path, age, to)) return false;
        if (rename(from, to) < 0 && errno != ENOENT) return false;
    }
    return max_file > 1 || unlink(path) == 0 || errno == ENOENT;
}
