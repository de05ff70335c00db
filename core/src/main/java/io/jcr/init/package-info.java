/// Starts, feeds and hears `jcr-init`.
@NullMarked
package io.jcr.init;

import org.jspecify.annotations.NullMarked;
