/// Tests of what a user installs: its launcher and its parts.
@NullMarked
package io.jcr.distribution;

import org.jspecify.annotations.NullMarked;
