/// Statistics; nothing here knows where the numbers come from.
@NullMarked
package io.jcr.plugins.bench.statistics;

import org.jspecify.annotations.NullMarked;
