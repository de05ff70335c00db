#include "journal_run.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

void make(const char *path) {
    CHECK_INT(mkdir(path, 0755), 0);
}

struct undo_result run(const char *text, unsigned failures) {
    struct journal j;
    write_file(in("undo"), text);
    CHECK_INT(journal_open(&j, in("undo"), false), 0);
    struct undo_result result = journal_run(&j);
    journal_close(&j);
    CHECK_INT((long long)result.failures, failures);
    return result;
}

void quiet(void) {
    int fd = open("/dev/null", O_WRONLY);
    CHECK(fd >= 0 && dup2(fd, 2) == 2);
}
