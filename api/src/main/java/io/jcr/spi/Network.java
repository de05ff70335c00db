package io.jcr.spi;

import io.jcr.api.ContainerSpec;

/// How the container is connected: `--net`.
public interface Network extends Backend {
  /// Takes addresses, makes what must exist on the host beforehand, and returns what the process
  /// shall do inside.
  ///
  /// @throws io.jcr.api.ErrnoException when a change to the host fails
  NetworkPlan prepare(ContainerSpec spec, Host host);

  /// Whether it publishes the ports that [ContainerSpec#ports] has, by [Host#holdPorts] in
  /// [#prepare] and [Host#relayPorts] in [#attach]. A container with such ports is refused by a
  /// backend that does not.
  default boolean publishes() {
    return false;
  }

  /// Called when the process exists and waits ([NetworkPlan#attach] was true): for what needs its
  /// pid, such as moving an interface into its network namespace.
  ///
  /// @param plan what [#prepare] returned
  /// @param pid the process in the host's PID namespace
  default void attach(ContainerSpec spec, NetworkPlan plan, long pid, Host host) {}
}
