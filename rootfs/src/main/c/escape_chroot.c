/*
 * The classic way out of a chroot(2), as a demonstration of why jcr's file systems use pivot_root:
 *
 *   mkdir a directory; chroot into it; the working directory stays above the new root, so `cd ..`
 *   never meets that root and ends at the top of the mount namespace; chroot there.
 *
 * Usage: escape-chroot [COMMAND [ARG...]]     default: list / and say whether it is another root
 * It needs CAP_SYS_CHROOT. Status: that of COMMAND; without: 0 when it got out, 1 when it did not.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CELL "/.escape-chroot"
enum { DEEPER_THAN_ANY_PATH = 256, INSIDE = 1, FAILED = 2 };

static int fail(const char *what) {
    fprintf(stderr, "escape-chroot: %s: %s\n", what, strerror(errno));
    (void)rmdir(CELL);
    return FAILED;
}

static void list(void) {
    DIR *root = opendir("/");
    struct dirent *entry;
    while (root && (entry = readdir(root)))
        if (entry->d_name[0] != '.') printf(" %s", entry->d_name);
    printf("\n");
    if (root) (void)closedir(root);
}

int main(int argc, char **argv) {
    struct stat before, after;
    if (stat("/", &before) < 0) return fail("stat /");
    if (mkdir(CELL, 0700) < 0 && errno != EEXIST) return fail("mkdir " CELL);
    if (chdir("/") < 0 || chroot(CELL) < 0) return fail("chroot " CELL);
    if (rmdir("." CELL) < 0) return fail("rmdir " CELL);
    for (int i = 0; i < DEEPER_THAN_ANY_PATH; i++)
        if (chdir("..") < 0) return fail("chdir ..");
    if (chroot(".") < 0) return fail("chroot .");
    if (stat("/", &after) < 0) return fail("stat /");
    if (argc > 1) {
        (void)execvp(argv[1], argv + 1);
        return fail(argv[1]);
    }
    int inside = before.st_dev == after.st_dev && before.st_ino == after.st_ino;
    printf(inside ? "still inside:" : "escaped:");
    list();
    return inside ? INSIDE : 0;
}
