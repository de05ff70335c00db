/// Immutable records named after the OCI runtime spec, and jcr's exceptions.
@NullMarked
package io.jcr.api;

import org.jspecify.annotations.NullMarked;
