package io.jcr.running;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.JcrException;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxResources;
import io.jcr.api.OwnLimits;
import io.jcr.api.UsageException;
import io.jcr.host.Effect;
import io.jcr.host.Effects;
import io.jcr.host.LinuxHost;
import io.jcr.host.PortHold;
import io.jcr.host.RevertingHost;
import io.jcr.linux.Libc;
import io.jcr.oci.Bundle;
import io.jcr.spi.Host;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.ResourceLimiter;
import io.jcr.state.ContainerRecords;
import io.jcr.state.StateFile;
import io.jcr.state.StateRoot;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Changes the limits of an existing container: in its cgroups if it is running, and in its
/// config.json for the next start. Either both change or neither.
public final class LimitUpdate {
  private final ContainerRecords records;
  private final Libc libc;
  private final BiFunction<ContainerState, ContainerSpec, ResourceLimiter> limiters;

  /// @param limiters finds the limiter of a container
  public LimitUpdate(
      ContainerRecords records,
      Libc libc,
      BiFunction<ContainerState, ContainerSpec, ResourceLimiter> limiters) {
    this.records = records;
    this.libc = libc;
    this.limiters = limiters;
  }

  /// Changes the limits that are set in `wanted` and `own`; the others stay.
  ///
  /// @param name the container's
  /// @param own those that only its limiter knows
  /// @param effects what is done goes through them
  /// @throws JcrException when that fails; then none has changed
  public void apply(String name, LinuxResources wanted, OwnLimits own, Effects effects) {
    ContainerState found = records.require(name).state();
    int lock = libc.open(found.bundle(), Libc.O_RDONLY | Libc.O_DIRECTORY, 0);
    try {
      libc.flock(lock, Libc.LOCK_EX); // so that simultaneous updates are not lost
      change(records.require(found.id()).state(), wanted, own, effects);
    } finally {
      libc.close(lock);
    }
  }

  private void change(ContainerState state, LinuxResources wanted, OwnLimits own, Effects effects) {
    if (state.status() == Status.CREATING) {
      throw new UsageException("container '" + state.id() + "' is only just being started");
    }
    ContainerSpec before = Bundle.read(state.bundle());
    ContainerSpec after = changed(before, wanted, own);
    ResourceLimiter limiter = limiters.apply(state, before);
    ParsedOptions.limits(limiter, OwnLimits.of(after)); // checks them
    limiter.validate(after);
    StateRoot root = records.root();
    Host made =
        new LinuxHost(
            libc, records.facts(), root.paths(before.id()), root.leases(), new PortHold());
    RevertingHost host = new RevertingHost(effects.host(made, root.leases()));
    try {
      if (state.status() == Status.RUNNING) {
        effects.ask("limiter " + limiter.name());
        limiter.update(before, after, host);
      }
      effects.ask("jcr");
      Path config = Bundle.config(state.bundle());
      effects.perform(new Effect.Replace(config), () -> Bundle.replace(state.bundle(), after));
    } catch (ErrnoException e) {
      throw failed(new HostException("limiter " + limiter.name(), e, ""), state, host);
    } catch (JcrException e) {
      throw failed(e, state, host);
    }
  }

  private static ContainerSpec changed(ContainerSpec before, LinuxResources wanted, OwnLimits own) {
    OwnLimits all = OwnLimits.of(before).with(own);
    return all.in(
        before.withLinux(before.linux().withResources(merged(before.resources(), wanted))));
  }

  /// Reverts the changes made before the failure.
  private JcrException failed(JcrException e, ContainerState state, RevertingHost host) {
    String left = host.takeBack();
    if (state.status() == Status.RUNNING
        && StateFile.running(state.bundle(), records.facts()).isEmpty()) {
      return new UsageException("container '" + state.id() + "' has just ended");
    }
    return left.isEmpty()
        ? e
        : new HostException(
            e.getMessage() + "; other limits have changed already, and stay: " + left);
  }

  /// The limits of `before`, overridden by those of `wanted`.
  static LinuxResources merged(LinuxResources before, LinuxResources wanted) {
    return new LinuxResources(
        wanted.memory() == null ? before.memory() : wanted.memory(),
        merged(before.cpu(), wanted.cpu()),
        wanted.pids() == null ? before.pids() : wanted.pids(),
        wanted.blockIO() == null ? before.blockIO() : wanted.blockIO(),
        before.devices());
  }

  /// CPU time and processors are two limits, but one object in the OCI runtime spec.
  private static @Nullable LinuxCpu merged(@Nullable LinuxCpu before, @Nullable LinuxCpu wanted) {
    if (before == null || wanted == null) {
      return wanted == null ? before : wanted;
    }
    boolean time = wanted.quota() != 0;
    return new LinuxCpu(
        time ? wanted.quota() : before.quota(),
        time ? wanted.period() : before.period(),
        wanted.cpus() == null ? before.cpus() : wanted.cpus());
  }
}
