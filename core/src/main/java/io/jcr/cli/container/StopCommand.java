package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.Signals;
import io.jcr.host.Effects;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.oci.Bundle;
import io.jcr.running.RunningContainer;
import io.jcr.state.ContainerEvents;
import io.jcr.state.ContainerRecords;
import io.jcr.state.LifePolicy;
import io.jcr.state.StopMarker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr stop`: asks containers to end, and kills those that don't. As in docker, one that has
/// already ended is not an error.
public final class StopCommand implements Callable<Integer>, Explained {
  private final HostOptions host;
  private final NamedContainers containers;
  private @Nullable String time;
  private @Nullable String signal;

  /// @param output writes the report of `--trace`
  public StopCommand(Session session, TraceOutput output) {
    this.host = new HostOptions(session);
    this.containers = new NamedContainers(session, "stop", output);
  }

  /// The command line of `jcr stop`.
  @Override
  public CommandLine line() {
    OptionTable table =
        new OptionTable(
            "stop", this, "Asks containers to end, and kills those that don't in time.");
    table
        .value(
            "-t, --time",
            "SECONDS",
            "How long to wait before killing (default: the container's --stop-timeout, or 10; -1: forever).",
            given -> time = given)
        .value(
            "-s, --signal",
            "SIGNAL",
            "Signal to send (default: the container's --stop-signal, or SIGTERM).",
            given -> signal = given);
    host.declare(table);
    return containers.line(table);
  }

  @Override
  public Integer call() {
    return containers.each(this::stopping);
  }

  @Override
  public Explanation explain() {
    return containers.explain(this::stopping);
  }

  private Consumer<String> stopping(Effects effects) {
    LinuxHostFacts facts = new LinuxHostFacts();
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    return name -> stop(records.require(name).state(), time, signal, host, facts, effects);
  }

  /// Stops one container, unless it has already ended.
  ///
  /// @param time `--time`, or null for what the container says
  /// @param signal `--signal`, or null for what the container says
  /// @param effects what is done goes through them
  public static void stop(
      ContainerState state,
      @Nullable String time,
      @Nullable String signal,
      HostOptions host,
      LinuxHostFacts facts,
      Effects effects) {
    Libc libc = new FfmLibc();
    Integer patience = time == null ? null : seconds(time);
    Integer number = signal == null ? null : Signals.number("--signal", signal);
    new StopMarker(state.bundle()).set(effects);
    if (state.status() != ContainerState.Status.RUNNING) {
      return;
    }
    LifePolicy policy = LifePolicy.of(Bundle.read(state.bundle()));
    Optional<RunningContainer> running = RunningContainer.find(state, libc, facts, effects);
    if (running.isEmpty()) {
      return; // it has just ended, perhaps because somebody else stopped it too
    }
    ContainerEvents events = host.events(libc).of(state, facts);
    try (RunningContainer container = running.get()) {
      container
          .recording(events)
          .stop(
              number == null ? Signals.number("--stop-signal", policy.stopSignal()) : number,
              Duration.ofSeconds(patience == null ? policy.stopTimeout() : patience));
    }
    events.write("stop", effects);
  }

  private static int seconds(String text) {
    try {
      int seconds = Integer.parseInt(text);
      if (seconds >= -1) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException("--time=" + text + ": expected a number of seconds, or -1");
  }
}
