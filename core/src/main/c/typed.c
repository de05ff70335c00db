#include "typed.h"

#include <signal.h>
#include <termios.h>
#include <unistd.h>

int typed_signal(int master, const char *bytes, size_t size) {
    struct termios modes;
    int signal = 0;
    if (tcgetattr(master, &modes) < 0 || !(modes.c_lflag & ISIG)) return 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == _POSIX_VDISABLE) continue;
        if ((modes.c_lflag & IEXTEN) && byte == modes.c_cc[VLNEXT])
            i++; /* the next one is literal */
        else if (byte == modes.c_cc[VINTR])
            signal = SIGINT;
        else if (byte == modes.c_cc[VQUIT])
            signal = SIGQUIT;
    }
    return signal;
}
