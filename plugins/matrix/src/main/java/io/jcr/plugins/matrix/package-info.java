/// `jcr matrix`: a command run with each combination of backends, and what each cost.
@NullMarked
package io.jcr.plugins.matrix;

import org.jspecify.annotations.NullMarked;
