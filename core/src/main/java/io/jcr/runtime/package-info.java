/// How a container comes to life: from its spec to the operations that jcr-init runs.
@NullMarked
package io.jcr.runtime;

import org.jspecify.annotations.NullMarked;
