/* Files of a few bytes or lines: in /proc, /sys and cgroups. */
#ifndef JCR_SMALL_FILE_H
#define JCR_SMALL_FILE_H

#include <stdint.h>
#include <sys/types.h>

/* Reads up to room-1 bytes and NUL-terminates them. Returns the number of bytes, or -1 with
 * errno. */
ssize_t file_read(const char *path, char *text, size_t room);

/* One write(2) to an existing file. */
int file_write(const char *path, const char *text);

/* When a process started: field 22 of /proc/PID/stat; 0 if it is gone. */
uint64_t process_start_time(pid_t pid);

/* /proc/sys/kernel/random/boot_id without its newline; empty if it does not exist. */
const char *boot_id(void);

#endif
