/// The commands that work on containers that exist.
@NullMarked
package io.jcr.cli.container;

import org.jspecify.annotations.NullMarked;
