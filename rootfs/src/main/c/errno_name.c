#include <errno.h>
#include <stdio.h>

#include "cli.h"

#define NAME(e) [e] = #e

/* musl has no strerrorname_np(3); these are the ones that our programs can meet. */
static const char *const names[] = {
    NAME(EACCES),       NAME(EADDRINUSE), NAME(EADDRNOTAVAIL), NAME(EAFNOSUPPORT),
    NAME(EAGAIN),       NAME(EBADF),      NAME(EBUSY),         NAME(ECHILD),
    NAME(ECONNREFUSED), NAME(ECONNRESET), NAME(EEXIST),        NAME(EFAULT),
    NAME(EHOSTUNREACH), NAME(EINTR),      NAME(EINVAL),        NAME(EIO),
    NAME(EISDIR),       NAME(ELOOP),      NAME(EMFILE),        NAME(ENAMETOOLONG),
    NAME(ENETUNREACH),  NAME(ENFILE),     NAME(ENODEV),        NAME(ENOENT),
    NAME(ENOEXEC),      NAME(ENOKEY),     NAME(ENOMEM),        NAME(ENOSPC),
    NAME(ENOSYS),       NAME(ENOTCONN),   NAME(ENOTDIR),       NAME(ENOTTY),
    NAME(ENXIO),        NAME(EOPNOTSUPP), NAME(EPERM),         NAME(EPIPE),
    NAME(EROFS),        NAME(ESRCH),      NAME(ETIMEDOUT),     NAME(ETXTBSY),
};

const char *errno_name(int error) {
    static char unknown[16];
    if (error >= 0 && error < (int)(sizeof names / sizeof *names) && names[error])
        return names[error];
    snprintf(unknown, sizeof unknown, "E%d", error);
    return unknown;
}
