/// What happens to a [io.jcr.spi.HostChange]: it is made ([io.jcr.host.LinuxHost]), undone
/// ([io.jcr.host.Undo]) and put into words ([io.jcr.host.Words]). Also the hosts that are chained
/// for this, one behind another.
@NullMarked
package io.jcr.host;

import org.jspecify.annotations.NullMarked;
