/// How a container is limited: cgroup v1, cgroup v2.
@NullMarked
package io.jcr.plugins.limiter;

import org.jspecify.annotations.NullMarked;
