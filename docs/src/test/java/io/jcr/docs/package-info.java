/// Checks that the documentation is true.
@NullMarked
package io.jcr.docs;

import org.jspecify.annotations.NullMarked;
