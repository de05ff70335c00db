/// What comes from Debian: packages unpacked into a cache, not installed, and the host programs
/// that do this.
@NullMarked
package io.jcr.plugins.bench.debian;

import org.jspecify.annotations.NullMarked;
