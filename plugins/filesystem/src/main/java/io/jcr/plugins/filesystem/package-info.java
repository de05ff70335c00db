/// How a container gets its root: overlay, bind, chroot.
@NullMarked
package io.jcr.plugins.filesystem;

import org.jspecify.annotations.NullMarked;
