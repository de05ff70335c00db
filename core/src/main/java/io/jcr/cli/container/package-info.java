/// The commands that work on existing containers.
@NullMarked
package io.jcr.cli.container;

import org.jspecify.annotations.NullMarked;
