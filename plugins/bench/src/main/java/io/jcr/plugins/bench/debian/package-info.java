/// What comes from Debian: packages that are unpacked into a cache, not installed, and the programs
/// of the host that do it.
@NullMarked
package io.jcr.plugins.bench.debian;

import org.jspecify.annotations.NullMarked;
