/*
 * bin/jcr: finds the parts of jcr and becomes the supervisor, which starts Java. It creates no
 * process besides those two, and needs no other program.
 */
#include "home.h"
#include "jvm.h"
#include "planner.h"
#include "say.h"
#include "wake.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Keeps descriptors 0 to 2 open even if the caller closed them, so that none of our own gets such a
 * number. Writing to a closed standard output still fails with EBADF. */
static void open_standard_streams(void) {
    for (int fd = 0; fd <= 2; fd++) {
        int flags = fd == STDOUT_FILENO ? O_RDONLY : O_RDWR;
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", flags) != fd) exit(EXIT_FAILED);
    }
}

/* Java must take its options only from its command line, and the encoding of arguments and file
 * names from the locale; the caller's locale is kept for `-e LC_ALL`. */
static void prepare_environment(void) {
    static const char *const CHOOSE_OPTIONS[] = {"JDK_JAVA_OPTIONS", "JDK_AOT_VM_OPTIONS",
                                                 "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"};
    for (size_t i = 0; i < sizeof CHOOSE_OPTIONS / sizeof *CHOOSE_OPTIONS; i++)
        (void)unsetenv(CHOOSE_OPTIONS[i]);
    const char *locale = getenv("LC_ALL");
    if (setenv("JCR_LC_ALL", locale ? locale : "", 1) < 0 || setenv("LC_ALL", "C.UTF-8", 1) < 0)
        fail_errno("start");
}

/* Java does not start in a directory that no longer exists. */
static void leave_removed_directory(void) {
    char directory[PATH_MAX];
    if (getcwd(directory, sizeof directory) && directory[0] == '/') return;
    if (chdir("/") < 0) fail_errno("change to /");
    if (getenv("PWD") && setenv("PWD", "/", 1) < 0) fail_errno("start");
}

int main(int argc, char **argv) {
    open_standard_streams();
    prepare_environment();
    (void)umask(022);
    const char *home = home_find(); /* a relative name is relative to the caller's directory */
    leave_removed_directory();
    char **arguments = argc > 0 ? argv + 1 : argv;
    if (arguments[0] && strcmp(arguments[0], "daemon") == 0)
        wake_prepare(home);
    else
        planner_try(home, arguments);
    jvm_start(home, arguments);
}
