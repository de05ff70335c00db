/// What the container's process does to itself, as data: operations named after the man pages, and
/// their encoding.
@NullMarked
package io.jcr.api.op;

import org.jspecify.annotations.NullMarked;
