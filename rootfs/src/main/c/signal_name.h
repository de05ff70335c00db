/* Signal numbers as names. */
#pragma once

enum { SIGNAL_NAME = 16 };

/* "SIGTERM", "SIGRTMIN+2"; writes into text only for what has no fixed name. */
const char *signal_name(int number, char text[SIGNAL_NAME]);
