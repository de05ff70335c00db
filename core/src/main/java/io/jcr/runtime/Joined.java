package io.jcr.runtime;

import io.jcr.running.ContainerCgroups;
import io.jcr.spi.HostFacts;
import io.jcr.spi.NamespacePlan;
import java.util.List;

/// What a container shares with one that it joins, besides namespaces.
///
/// @param cgroups the files to which its process writes `0` to come under the other's limits; empty
///   if it has its own cgroups
/// @param root the root directory in the joined mount namespace
record Joined(List<String> cgroups, String root) {
  /// Nothing.
  static final Joined NOTHING = new Joined(List.of(), "/");

  Joined {
    cgroups = List.copyOf(cgroups);
  }

  static Joined of(NamespacePlan plan, HostFacts facts) {
    return plan.cgroupsOf() == 0 && plan.root().equals("/")
        ? NOTHING
        : new Joined(
            plan.cgroupsOf() == 0 ? List.of() : new ContainerCgroups(facts).of(plan.cgroupsOf()),
            plan.root());
  }
}
