/* Text for times and paths. */
#ifndef JCR_TEXT_H
#define JCR_TEXT_H

#include <stddef.h>
#include <time.h>

enum { TIME_ROOM = 40 };

/* RFC 3339 with nanoseconds, UTC; returns the length. */
int time_text(const struct timespec *time, char text[TIME_ROOM]);

/* `path` without its last component, or an empty string. */
void directory_of(const char *path, char *directory, size_t size);

#endif
