#include "replay.h"
int replay(int argc, char **argv) {
    (void)argc;
    (void)argv;
    return 2;
}
