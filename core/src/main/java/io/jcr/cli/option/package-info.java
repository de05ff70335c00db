/// What the commands' command lines are made of, and how they print.
@NullMarked
package io.jcr.cli.option;

import org.jspecify.annotations.NullMarked;
