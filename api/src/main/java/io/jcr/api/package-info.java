/// Immutable records in the words of the OCI runtime spec, and the exceptions. Knows no other
/// package of jcr but `io.jcr.api.op`.
@NullMarked
package io.jcr.api;

import org.jspecify.annotations.NullMarked;
