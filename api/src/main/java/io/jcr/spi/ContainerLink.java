package io.jcr.spi;

import io.jcr.api.rtnetlink.LinkAttribute;
import io.jcr.api.rtnetlink.LinkName;
import java.util.List;

/// An interface of any kind to be created in a container's network namespace, as by `ip link add
/// link PARENT name NAME index INDEX netns PID type KIND …`. It disappears with that namespace.
///
/// @param kind such as `macvlan`, `ipvlan`, `dummy` (IFLA_INFO_KIND)
/// @param parent the host's interface that it is based on, or empty if the kind needs none
/// @param name its name in the container, such as `eth0`
/// @param index its index there, as used by [io.jcr.api.rtnetlink.RtnetlinkMessage.NewAddress]
/// @param mtu the largest packet in bytes, or 0 for the kind's default
/// @param data the kind's own attributes (IFLA_INFO_DATA), such as macvlan's mode
/// @param pid a process in the container's network namespace
public record ContainerLink(
    String kind,
    String parent,
    String name,
    int index,
    int mtu,
    List<LinkAttribute> data,
    long pid) {
  public ContainerLink {
    LinkName.require(name);
    if (!parent.isEmpty()) {
      LinkName.require(parent);
    }
    if (index < 1 || mtu < 0) {
      throw new IllegalArgumentException("index " + index + ", mtu " + mtu);
    }
    data = List.copyOf(data);
  }
}
