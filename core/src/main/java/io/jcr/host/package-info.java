/// What a [io.jcr.spi.HostChange] is read as: made ([io.jcr.host.LinuxHost]), undone
/// ([io.jcr.host.Undo]), put into words ([io.jcr.host.Words]); and the hosts that stand one behind
/// another for it.
@NullMarked
package io.jcr.host;

import org.jspecify.annotations.NullMarked;
