/// Reads tar archives of root file systems, and writes them to disk without trusting them.
@NullMarked
package io.jcr.rootfs.tar;

import org.jspecify.annotations.NullMarked;
