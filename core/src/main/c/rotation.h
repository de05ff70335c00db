/* A file with older, numbered ones: FILE.1 is the newest of these. */
#ifndef JCR_ROTATION_H
#define JCR_ROTATION_H

#include <stdbool.h>
#include <stdint.h>

/* FILE.1 becomes FILE.2 and so on, FILE becomes FILE.1, and the oldest is removed, so that with the
 * next FILE there are `max_file`. False: FILE is still there. */
bool rotate(const char *path, uint32_t max_file);

#endif
