/// How a container gets its root: overlay, tmpfs, bind, chroot.
@NullMarked
package io.jcr.plugins.filesystem;

import org.jspecify.annotations.NullMarked;
