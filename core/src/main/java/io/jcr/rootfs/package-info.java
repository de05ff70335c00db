/// What root file systems are made of: archives, their user accounts, and the changes in the upper
/// layer.
@NullMarked
package io.jcr.rootfs;

import org.jspecify.annotations.NullMarked;
