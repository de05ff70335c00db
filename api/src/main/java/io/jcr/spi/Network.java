package io.jcr.spi;

import io.jcr.api.ContainerSpec;

/// How the container is connected: `--net`.
public interface Network extends Backend {
  /// Reserves addresses, creates what must exist on the host beforehand, and returns what the
  /// process has to do inside.
  ///
  /// @throws io.jcr.api.ErrnoException when a change to the host fails
  NetworkPlan prepare(ContainerSpec spec, Host host);

  /// Whether it publishes [ContainerSpec#ports], by calling [Host#holdPorts] in [#prepare] and
  /// [Host#relayPorts] in [#attach]. If not, jcr refuses containers that publish ports.
  default boolean publishes() {
    return false;
  }

  /// Called while the new process waits, if [NetworkPlan#attach] is true, for steps that need its
  /// pid, such as moving an interface into its network namespace.
  ///
  /// @param plan what [#prepare] returned
  /// @param pid the pid of the process in the host's PID namespace
  default void attach(ContainerSpec spec, NetworkPlan plan, long pid, Host host) {}
}
