package io.jcr.spi;

import io.jcr.api.ContainerSpec;

/// How the container is connected: `--net`. Given several times, it selects several networks, each
/// with a [NetworkPlace].
public interface Network extends Backend {
  /// Reserves addresses, creates what must exist on the host beforehand, and returns what the
  /// process has to do inside.
  ///
  /// @throws io.jcr.api.ErrnoException when a change to the host fails
  NetworkPlan prepare(ContainerSpec spec, Host host);

  /// The same as one of several networks of the container. jcr calls it if there are several, and
  /// otherwise the method without a place.
  ///
  /// The spec has this network's own options, and published ports only if this is the network that
  /// publishes them. The plan's namespace is used if this is the first network; later ones may only
  /// say that they want a new one, or name the same. What a network keeps by [ContainerPaths#state]
  /// does not meet what another one keeps: each has a directory of its own.
  ///
  /// By default, it calls the method without a place and adapts what it does and returns.
  ///
  /// @param place its place among them
  /// @throws io.jcr.api.UsageException when it cannot be in this place
  /// @throws io.jcr.api.ErrnoException when a change to the host fails
  default NetworkPlan prepare(ContainerSpec spec, NetworkPlace place, Host host) {
    return place.adapt(prepare(spec, place.adapt(host)));
  }

  /// Whether it publishes [ContainerSpec#ports], by calling [Host#holdPorts] in `prepare` and
  /// [Host#relayPorts] in `attach`. If not, jcr refuses containers that publish ports.
  default boolean publishes() {
    return false;
  }

  /// Called while the new process waits, if [NetworkPlan#attach] is true, for steps that need its
  /// pid, such as moving an interface into its network namespace.
  ///
  /// @param plan what [#prepare(ContainerSpec, Host)] returned
  /// @param pid the pid of the process in the host's PID namespace
  default void attach(ContainerSpec spec, NetworkPlan plan, long pid, Host host) {}

  /// The same as one of several networks of the container.
  ///
  /// @param plan what [#prepare(ContainerSpec, NetworkPlace, Host)] returned
  /// @param place the same as then
  /// @param pid the pid of the process in the host's PID namespace
  default void attach(
      ContainerSpec spec, NetworkPlan plan, NetworkPlace place, long pid, Host host) {
    attach(spec, plan, pid, place.adapt(host));
  }
}
