package io.jcr.cli;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.LinuxResources;
import io.jcr.api.UsageException;
import io.jcr.cli.container.Explained;
import io.jcr.cli.container.NamedContainers;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.DockerOptions;
import io.jcr.cli.spec.LimitOption;
import io.jcr.host.Effects;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.plugin.BackendCatalog;
import io.jcr.running.LimitUpdate;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.SpiTable;
import io.jcr.state.ContainerRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr update`: changes the limits of containers, running or not.
final class UpdateCommand implements Callable<Integer>, Explained {
  private final HostOptions host;
  private final PluginOptions plugins;
  private final NamedContainers containers;
  private final DockerOptions docker = new DockerOptions();
  private List<String> limits = new ArrayList<>();

  UpdateCommand(Session session) {
    this.host = new HostOptions(session);
    this.plugins = new PluginOptions(session);
    this.containers = new NamedContainers(session, "update", new SessionTrace(session));
  }

  /// The command line of `jcr update`.
  @Override
  public CommandLine line() {
    OptionTable table =
        new OptionTable(
            "update",
            this,
            "Changes the limits of containers, at once and for their next start.",
            "Limits that are not named stay as they are.");
    table.values("--limit", "LIMIT", LimitOption.HELP, given -> limits = given);
    docker.declareLimits(table);
    host.declare(table);
    plugins.declare(table);
    return containers.line(table);
  }

  @Override
  public Integer call() {
    return containers.each(this::updating);
  }

  @Override
  public Explanation explain() {
    return containers.explain(this::updating);
  }

  private Consumer<String> updating(Effects effects) {
    docker.requireLimits();
    LimitOption.Read wanted = docker.limits(limits);
    if (wanted.resources().equals(LinuxResources.UNLIMITED) && wanted.own().isEmpty()) {
      throw new UsageException("update: no limit is given: add --limit=memory:100M, for instance");
    }
    Libc libc = new FfmLibc();
    LinuxHostFacts facts = new LinuxHostFacts();
    BackendCatalog catalog = plugins.catalog(host.stateRoot(), libc);
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    LimitUpdate update =
        new LimitUpdate(
            records,
            libc,
            (state, spec) -> {
              ResourceLimiter limiter =
                  catalog.select(SpiTable.LIMITER, choice(state, spec), facts);
              LimiterLimits.requireKnown(catalog, limiter, wanted.own());
              return limiter;
            });
    return name -> {
      ContainerState state = records.require(name).state();
      update.apply(name, wanted.resources(), wanted.own(), effects);
      host.events(libc).of(state, facts).write("update", effects);
    };
  }

  /// What was chosen when it was made, or else the one that was taken then.
  private static @Nullable BackendChoice choice(ContainerState state, ContainerSpec spec) {
    String option = SpiTable.LIMITER.option();
    BackendChoice chosen = spec.backends().get(option);
    String taken = state.annotations().get(option);
    return chosen != null || taken == null ? chosen : new BackendChoice(taken, Map.of());
  }
}
