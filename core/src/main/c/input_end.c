#include "input_end.h"

#include "kernel.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>

enum { CTRL_D = 4, FIRST_WAIT_MS = 1, LONGEST_WAIT_MS = 200 };

void input_end_begin(struct input_end *e) {
    *e = (struct input_end){.over = true, .wait_ms = FIRST_WAIT_MS};
}

int input_end_wait(const struct input_end *e) {
    return e->over ? e->wait_ms : -1;
}

/*
 * Whether there is input that the program has not read yet. Only the slave side can tell; FIONREAD
 * would not count an end of file. An incomplete line does not count as readable.
 */
static bool unread(int master) {
    int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct pollfd fd = {.fd = slave, .events = POLLIN};
    bool is = slave < 0 || poll(&fd, 1, 0) != 0;
    if (slave >= 0) (void)close(slave);
    return is;
}

bool input_end_next(struct input_end *e, int master, char *key) {
    struct termios modes;
    if (!e->over) return false;
    bool known = tcgetattr(master, &modes) == 0;
    bool edits = known && (modes.c_lflag & ICANON);
    if (edits) e->told_raw = false;
    if (!known || e->told_raw || unread(master)) {
        e->wait_ms = e->wait_ms < LONGEST_WAIT_MS / 2 ? 2 * e->wait_ms : LONGEST_WAIT_MS;
        return false;
    }
    cc_t end = modes.c_cc[VEOF];
    *key = (char)(end == _POSIX_VDISABLE ? CTRL_D : end);
    e->told_raw = !edits;
    e->wait_ms = FIRST_WAIT_MS;
    return true;
}
