/// What is done to a container that runs: its processes, cgroups and limits, and what it uses.
@NullMarked
package io.jcr.running;

import org.jspecify.annotations.NullMarked;
