/// Numbers about numbers; nothing here knows where they come from.
@NullMarked
package io.jcr.plugins.bench.statistics;

import org.jspecify.annotations.NullMarked;
