/// jcr demo: every requirement of a container runtime, shown.
@NullMarked
package io.jcr.plugins.demo;

import org.jspecify.annotations.NullMarked;
