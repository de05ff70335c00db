/// netlink(7) sockets, and the network interfaces of the host by rtnetlink(7).
@NullMarked
package io.jcr.linux.netlink;

import org.jspecify.annotations.NullMarked;
