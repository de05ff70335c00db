/// How a container gets its network: `veth` and `none`.
@NullMarked
package io.jcr.plugins.network;

import org.jspecify.annotations.NullMarked;
