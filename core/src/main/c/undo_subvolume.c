/*
 * Subvolumes of btrfs in a tree that is being removed. jcr makes some, as snapshots; a container
 * may have made others, in its own, and made them read-only: then rm(1) cannot remove them.
 */
#include "kernel.h"
#include "undo.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

struct vol_args { /* btrfs_ioctl_vol_args */
    int64_t fd;
    char name[4088];
};

#define SNAP_DESTROY _IOW(0x94, 15, struct vol_args)
#define SUBVOL_GETFLAGS _IOR(0x94, 25, uint64_t)
#define SUBVOL_SETFLAGS _IOW(0x94, 26, uint64_t)

enum { SUBVOLUME_INODE = 256, SUBVOLUME_READ_ONLY = 2 };

bool subvolume_destroy(int dir, const char *name, int fd) {
    struct stat st;
    if (fstat(fd, &st) < 0 || st.st_ino != SUBVOLUME_INODE) return false;
    struct vol_args args = {0};
    (void)snprintf(args.name, sizeof args.name, "%s", name);
    if (ioctl(dir, SNAP_DESTROY, &args) == 0) return true;
    uint64_t flags; /* it has others in it, which can be removed if it can be written to */
    if (ioctl(fd, SUBVOL_GETFLAGS, &flags) == 0 && (flags & SUBVOLUME_READ_ONLY)) {
        flags &= ~(uint64_t)SUBVOLUME_READ_ONLY;
        (void)ioctl(fd, SUBVOL_SETFLAGS,
                    &flags); /* else removing what is in it fails, with EROFS */
    }
    return false;
}
