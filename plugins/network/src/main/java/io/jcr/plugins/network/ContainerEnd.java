package io.jcr.plugins.network;

import io.jcr.spi.ContainerPaths;
import io.jcr.spi.NetworkPlace;

/// The end of a veth pair in the container.
///
/// @param name such as `eth0`
/// @param index chosen by jcr, so that what is done inside can be planned before it exists
record ContainerEnd(String name, int index) {
  /// Higher than the indices of what a kernel puts into each new network namespace (`lo`, `sit0`,
  /// `tunl0` …).
  private static final int FIRST = 10;

  private static final int APART = 100;

  /// Where indices begin in a namespace that may have any interfaces already: too high for those
  /// that the kernel counts up from 1.
  private static final int HIGH = 0x2000_0000;

  private static final int HIGH_MASK = 0x1fff_ffff;

  /// The end that a network makes in its place.
  static ContainerEnd of(VethOptions options, NetworkPlace place, ContainerPaths paths) {
    String name = options.ifname() == null ? place.interfaceName() : options.ifname();
    boolean joined = place.namespace().filter(namespace -> namespace.path() != null).isPresent();
    return new ContainerEnd(
        name,
        joined
            ? HIGH | (HostEndName.of(paths.state()).hashCode() & HIGH_MASK)
            : FIRST + APART * place.index());
  }
}
