/// Finds plugin jars, checks their versions and selects backends.
@NullMarked
package io.jcr.plugin;

import org.jspecify.annotations.NullMarked;
