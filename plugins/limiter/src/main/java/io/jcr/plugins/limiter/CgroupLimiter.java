package io.jcr.plugins.limiter;

import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxResources;
import io.jcr.api.UnsupportedException;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Limits;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.Support;
import java.util.ArrayList;
import java.util.List;

/// What the three backends do; they differ in where they look for a controller.
///
/// [#create] locates each controller and checks the requested limits before it changes anything.
/// Then it creates the directories, hands the controllers down to them (on v2) and sets the limits.
/// A process that joins afterwards is limited from its first instruction.
abstract sealed class CgroupLimiter implements ResourceLimiter
    permits CgroupV1, CgroupV2, CgroupHybrid {
  private final String name;
  private final List<Integer> versions;

  /// @param versions where to look for a controller, in this order
  CgroupLimiter(String name, List<Integer> versions) {
    this.name = name;
    this.versions = versions;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public List<BackendOption> options() {
    return CgroupOptions.DESCRIBED;
  }

  @Override
  public final Support probe(HostFacts facts) {
    return new Hierarchies(versions, facts).support();
  }

  @Override
  public final void validate(ContainerSpec spec) {
    CgroupOptions.of(name, spec);
    GroupPath.check(name, spec);
    KernelRange.check(spec.resources());
  }

  @Override
  public final boolean placesCgroups() {
    return true;
  }

  @Override
  public final Limits create(ContainerSpec spec, Host host) {
    List<ControlGroup> groups = groups(spec, host);
    for (ControlGroup group : groups) {
      group.check();
    }
    for (ControlGroup group : groups) {
      group.create();
    }
    return JoinedGroups.limits(groups);
  }

  @Override
  public final void update(ContainerSpec before, ContainerSpec after, Host host) {
    List<ControlGroup> groups = groups(after, host);
    for (ControlGroup group : groups) {
      group.checkChange(before.resources());
    }
    for (ControlGroup group : groups) {
      group.change(before.resources());
    }
  }

  /// One group in each hierarchy that carries a controller that this container needs.
  private List<ControlGroup> groups(ContainerSpec spec, Host host) {
    CgroupOptions options = CgroupOptions.of(name, spec);
    Hierarchies hierarchies = new Hierarchies(versions, host.facts());
    requireLimited(spec.resources(), hierarchies);
    List<ControlGroup> groups = new ArrayList<>();
    for (Hierarchies.Carrier carrier : hierarchies.carriers()) {
      List<Controller<?>> needed = new ArrayList<>();
      for (Controller<?> controller : carrier.controllers()) {
        if (controller.accounts() || controller.limitIn(spec.resources()) != null) {
          needed.add(controller);
        }
      }
      if (!needed.isEmpty()) {
        groups.add(new ControlGroup(options, spec, host, carrier.hierarchy(), needed));
      }
    }
    return groups;
  }

  private void requireLimited(LinuxResources resources, Hierarchies hierarchies) {
    for (Controller<?> controller : Hierarchies.CONTROLLERS) {
      if (controller.limitIn(resources) != null && !hierarchies.carry(controller.name())) {
        throw new UnsupportedException(
            "limiter " + name,
            hierarchies.lack(controller.name()),
            hierarchies.cure(controller.name()));
      }
    }
  }
}
