/// How a container gets its network: veth, netns, none, host.
@NullMarked
package io.jcr.plugins.network;

import org.jspecify.annotations.NullMarked;
