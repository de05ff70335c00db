/// The checks of `jcr plugins verify`: what a jar holds, the contracts of its SPIs, and its
/// backends on the real host.
@NullMarked
package io.jcr.verify;

import org.jspecify.annotations.NullMarked;
