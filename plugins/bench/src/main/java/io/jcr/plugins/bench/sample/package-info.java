/// Measured values, and the files that contain them.
@NullMarked
package io.jcr.plugins.bench.sample;

import org.jspecify.annotations.NullMarked;
