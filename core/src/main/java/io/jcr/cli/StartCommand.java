package io.jcr.cli;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.init.Attachment;
import io.jcr.init.DetachKeys;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.oci.Bundle;
import io.jcr.runtime.Lifecycle;
import io.jcr.runtime.Restart;
import io.jcr.runtime.Supervision;
import io.jcr.runtime.Timeline;
import io.jcr.state.ContainerRecords;
import io.jcr.state.LifePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr start`: starts a container that was created or has ended.
final class StartCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private final PluginOptions plugins;
  private boolean attach;
  private boolean interactive;
  private boolean restarted;
  private @Nullable String trace;
  private List<String> names = List.of();

  StartCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
    this.plugins = new PluginOptions(session);
  }

  /// The command line of `jcr start`.
  CommandLine line() {
    OptionTable table =
        new OptionTable(
            "start",
            this,
            "Starts containers that were created, or that were kept when they ended.");
    table
        .flag("-a, --attach", "Show its output and wait until it ends.", given -> attach = given)
        .flag(
            "-i, --interactive",
            "With --attach, also pass it your input.",
            given -> interactive = given);
    table.hiddenFlag("--restarted", given -> restarted = given);
    host.declare(table);
    plugins.declare(table);
    return table
        .help()
        .trace(given -> trace = given)
        .words("NAME...", "The containers.", words -> names = words)
        .line();
  }

  @Override
  public Integer call() {
    if (names.size() != 1) {
      return startAll();
    }
    new SessionTrace(session).perform(trace, this::start);
    return 0;
  }

  private void start(Timeline timeline) {
    timeline.mark("java main");
    Libc libc = new FfmLibc();
    ContainerRecords records = new ContainerRecords(host.stateRoot(), new LinuxHostFacts());
    ContainerState state = records.require(names.getFirst()).state();
    ContainerSpec spec = Bundle.read(state.bundle());
    int restarts = 0;
    if (restarted) {
      Restart restart = new Restart(records, state, LifePolicy.of(spec).restart());
      if (!restart.awaited(session.control(libc).supervisor())) {
        return;
      }
      restarts = restart.count();
    }
    timeline.mark("options");
    RunModule module = RunModule.select(session, spec, plugins, host.stateRoot(), libc);
    Supervision how =
        new Supervision(true, true, attachment(), Successor.of(spec, session, host), restarts);
    Lifecycle lifecycle = Wiring.injector(module).getInstance(Lifecycle.class);
    timeline.mark("plugins");
    timeline.begin();
    new SessionTrace(session).announceTeardown(trace, timeline, libc);
    lifecycle.start(spec, how, timeline);
    if (!attach) {
      session.out().println(names.getFirst());
    }
  }

  /// Each by a jcr of its own, since a supervisor looks after one container.
  private int startAll() {
    if (names.isEmpty()) {
      throw new UsageException("start: expected the name of a container");
    }
    if (attach || interactive || trace != null) {
      throw new UsageException(
          "start: expected the name of one container to "
              + (trace == null ? "attach to" : "trace")
              + ", not "
              + names.size());
    }
    int status = 0;
    for (String name : names) {
      List<String> line = new ArrayList<>(List.of("start"));
      line.addAll(host.stateRoot().arguments());
      line.addAll(List.of("--", name));
      int one = new InstalledJcr(session, plugins).call(line);
      if (one == 0) {
        session.out().println(name);
      }
      status = Math.max(status, one);
    }
    return status;
  }

  private @Nullable Attachment attachment() {
    return attach ? new Attachment(null, DetachKeys.DEFAULT, interactive, true) : null;
  }
}
