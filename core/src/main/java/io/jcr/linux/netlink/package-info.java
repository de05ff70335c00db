/// netlink(7) sockets, and the host's network interfaces through rtnetlink(7).
@NullMarked
package io.jcr.linux.netlink;

import org.jspecify.annotations.NullMarked;
