/// Measured values, and the files that they are kept in.
@NullMarked
package io.jcr.plugins.bench.sample;

import org.jspecify.annotations.NullMarked;
