/// What `jcr plugins verify` asks for and is told. The checks themselves are in a jar of their own,
/// which no other command loads.
@NullMarked
package io.jcr.plugin.verify;

import org.jspecify.annotations.NullMarked;
