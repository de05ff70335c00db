/// How a container gets its network: veth, none, host, a named network namespace, or another
/// container's.
@NullMarked
package io.jcr.plugins.network;

import org.jspecify.annotations.NullMarked;
