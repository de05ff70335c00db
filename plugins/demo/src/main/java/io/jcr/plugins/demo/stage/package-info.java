/// Where scenes are played: containers, made by jcr's own command line, and shells of the host,
/// typed into as a user would.
@NullMarked
package io.jcr.plugins.demo.stage;

import org.jspecify.annotations.NullMarked;
