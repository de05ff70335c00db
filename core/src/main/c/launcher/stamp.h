/* What identifies an installation. */
#ifndef JCR_LAUNCHER_STAMP_H
#define JCR_LAUNCHER_STAMP_H

enum { STAMP_ROOM = 4096 + 64 };

/*
 * Its path, and a number that changes when a file is replaced that the planner has loaded or was
 * started with.
 */
void stamp_of(const char *home, char stamp[STAMP_ROOM]);

#endif
