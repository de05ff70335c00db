@NullMarked
package io.jcr.plugins.bench.vm;

import org.jspecify.annotations.NullMarked;
