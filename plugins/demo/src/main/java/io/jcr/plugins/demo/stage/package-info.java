/// Where scenes are played: containers, created with jcr's own command line, and shells on the
/// host, with commands typed as a user would.
@NullMarked
package io.jcr.plugins.demo.stage;

import org.jspecify.annotations.NullMarked;
