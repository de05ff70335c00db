/// What a root file system is made of: archives, the accounts in it, the changes of its upper
/// layer.
@NullMarked
package io.jcr.rootfs;

import org.jspecify.annotations.NullMarked;
