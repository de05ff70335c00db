/// The interface between `jcr plugins verify` and the checks, which live in a separate jar that no
/// other command loads.
@NullMarked
package io.jcr.plugin.verify;

import org.jspecify.annotations.NullMarked;
