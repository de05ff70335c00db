/// Tar archives of root file systems: how they are read, and how they are written to disk without
/// trusting them.
@NullMarked
package io.jcr.rootfs.tar;

import org.jspecify.annotations.NullMarked;
