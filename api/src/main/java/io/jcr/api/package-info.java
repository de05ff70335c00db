/// Immutable records in the words of the OCI runtime specification, and jcr's exceptions.
@NullMarked
package io.jcr.api;

import org.jspecify.annotations.NullMarked;
