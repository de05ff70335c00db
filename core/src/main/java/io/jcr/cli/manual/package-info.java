/// The command line as man pages and shells see it: a description that is read off picocli's model,
/// and what is written from it.
@NullMarked
package io.jcr.cli.manual;

import org.jspecify.annotations.NullMarked;
