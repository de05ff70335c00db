/// `jcr cp`: files go into a container and come out of it, although its processes may change the
/// way at any moment.
@NullMarked
package io.jcr.runtime.copy;

import org.jspecify.annotations.NullMarked;
