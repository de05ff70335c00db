@NullMarked
package io.jcr.plugins.bench.debian;

import org.jspecify.annotations.NullMarked;
