/// The resident planner: one JVM that serves every call of `jcr`, each in a session of its own.
@NullMarked
package io.jcr.cli.daemon;

import org.jspecify.annotations.NullMarked;
