/// What the new process does to itself: one typed operation each, named after the man pages.
@NullMarked
package io.jcr.api.op;

import org.jspecify.annotations.NullMarked;
