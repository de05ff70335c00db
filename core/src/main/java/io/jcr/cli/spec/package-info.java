/// From the options of `jcr run` to a container's spec.
@NullMarked
package io.jcr.cli.spec;

import org.jspecify.annotations.NullMarked;
