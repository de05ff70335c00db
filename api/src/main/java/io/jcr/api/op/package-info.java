/// The operations of the container's process on itself, as data named after the man pages, and
/// their encoding.
@NullMarked
package io.jcr.api.op;

import org.jspecify.annotations.NullMarked;
