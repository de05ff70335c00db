/* Look-ups below a root. */
#include "check.h"

#include "../../main/c/path.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Another process renames something: the kernel says EAGAIN where it cannot know whether `..` leads
 * out of the root. */
static void goes_on_while_something_is_renamed(void) {
    enum { RENAMES = 2000, DOTS = 8 };
    CHECK_INT(mkdir(in("a"), 0755), 0);
    CHECK_INT(mkdir(in("one"), 0755), 0);
    char *one = in("one"), *other = in("other");
    pid_t renaming = fork();
    if (renaming == 0) {
        for (int i = 0; i < RENAMES; i++)
            if (rename(one, other) < 0 || rename(other, one) < 0) _exit(1);
        _exit(0);
    }
    char path[DOTS * sizeof "a/../"] = "";
    for (int i = 0; i < DOTS; i++) strcat(path, "a/../");
    struct process c = {.root.fd = -1, .parent_dir.fd = -1};
    int status;
    while (waitpid(renaming, &status, WNOHANG) == 0) {
        int fd = path_open(&c, scratch(), path, 0);
        CHECK(fd >= 0);
        close(fd);
    }
    CHECK_INT(status, 0);
    paths_forget(&c);
}

int main(int argc, char **argv) {
    static const struct test tests[] = {
        {"goes_on_while_something_is_renamed", goes_on_while_something_is_renamed, NOTHING},
    };
    return run_tests("path", tests, sizeof tests / sizeof *tests, argc > 1 ? argv[1] : NULL);
}
