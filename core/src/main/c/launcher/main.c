/*
 * bin/jcr: finds what belongs to jcr and becomes the supervisor, which starts Java. No process but
 * those two is made on the way, and no other program is needed.
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

/* Descriptors 0 to 2 are open, whatever the caller closed: nothing of ours may land there. Writing
 * to a standard output that was closed fails with EBADF all the same. */
static void open_standard_streams(void) {
    for (int fd = 0; fd <= 2; fd++) {
        int flags = fd == STDOUT_FILENO ? O_RDONLY : O_RDWR;
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", flags) != fd) exit(EXIT_FAILED);
    }
}

/* Java takes its options from its command line only, and the encoding of arguments and file names
 * from the locale; the caller's one is for `-e LC_ALL`. */
static void prepare_environment(void) {
    static const char *const CHOOSE_OPTIONS[] = {"JDK_JAVA_OPTIONS", "JDK_AOT_VM_OPTIONS",
                                                 "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"};
    for (size_t i = 0; i < sizeof CHOOSE_OPTIONS / sizeof *CHOOSE_OPTIONS; i++)
        (void)unsetenv(CHOOSE_OPTIONS[i]);
    const char *locale = getenv("LC_ALL");
    if (setenv("JCR_LC_ALL", locale ? locale : "", 1) < 0 || setenv("LC_ALL", "C.UTF-8", 1) < 0)
        fail_errno("start");
}

/* Java does not start where there is no directory any more. */
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
    const char *home =
        home_find(); /* a relative name of it is relative to the caller's directory */
    leave_removed_directory();
    char **arguments = argc > 0 ? argv + 1 : argv;
    if (arguments[0] && strcmp(arguments[0], "daemon") == 0)
        wake_prepare(home);
    else
        planner_try(home, arguments);
    jvm_start(home, arguments);
}
