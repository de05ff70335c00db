/// What a plugin implements, and the one door through which it changes the host.
@NullMarked
package io.jcr.spi;

import org.jspecify.annotations.NullMarked;
