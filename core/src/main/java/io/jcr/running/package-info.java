/// Operations on running containers: processes, cgroups, limits, and usage.
@NullMarked
package io.jcr.running;

import org.jspecify.annotations.NullMarked;
