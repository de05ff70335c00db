/// The command line: one command a file, and the exit codes.
@NullMarked
package io.jcr.cli;

import org.jspecify.annotations.NullMarked;
