/// How a container gets its namespaces: clone, unshare, setns.
@NullMarked
package io.jcr.plugins.namespace;

import org.jspecify.annotations.NullMarked;
