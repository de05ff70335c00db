/// The run pipeline, the state store and the undo journal.
@NullMarked
package io.jcr.runtime;

import org.jspecify.annotations.NullMarked;
