package io.jcr.cli.container;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.host.Effect;
import io.jcr.host.Effects;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.linux.Patience;
import io.jcr.oci.Bundle;
import io.jcr.running.RunningContainer;
import io.jcr.runtime.HostHooks;
import io.jcr.spi.HostFacts;
import io.jcr.state.ContainerRecord;
import io.jcr.state.ContainerRecords;
import io.jcr.state.ContainerStore;
import io.jcr.state.Identity;
import io.jcr.state.StateRoot;
import io.jcr.state.StopMarker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;

/// `jcr rm`: removes containers that have ended.
public final class RmCommand implements Callable<Integer>, Explained {
  private static final int SIGKILL = 9;

  private final Session session;
  private final HostOptions host;
  private final NamedContainers containers;
  private boolean force;
  private boolean volumes;

  /// @param output writes the report of `--trace`
  public RmCommand(Session session, TraceOutput output) {
    this.session = session;
    this.host = new HostOptions(session);
    this.containers = new NamedContainers(session, "rm", output);
  }

  /// The command line of `jcr rm`.
  @Override
  public CommandLine line() {
    OptionTable table =
        new OptionTable(
            "rm", this, "Removes containers that have ended, including what they wrote.");
    table
        .flag("-f, --force", "Kill running containers first.", given -> force = given)
        .flag(
            "-v, --volumes",
            "Accepted for compatibility with docker; jcr has no anonymous volumes.",
            given -> volumes = given);
    host.declare(table);
    return containers.line(table);
  }

  @Override
  public Integer call() {
    return containers.each(this::removing);
  }

  @Override
  public Explanation explain() {
    return containers.explain(this::removing);
  }

  private Consumer<String> removing(Effects effects) {
    Libc libc = new FfmLibc();
    LinuxHostFacts facts = new LinuxHostFacts();
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    ContainerStore store = ContainerStore.of(host.stateRoot(), libc, session.control(libc));
    return name -> {
      Identity identity = records.require(name).identity();
      if (force) {
        end(records, store, identity, libc, effects);
      }
      delete(records, store, identity, effects);
    };
  }

  /// If its process has ended and its undo journal is there, its supervisor was killed.
  private void delete(
      ContainerRecords records, ContainerStore store, Identity identity, Effects effects) {
    StateRoot root = records.root();
    Optional<ContainerRecord> record = records.find(identity.reference());
    Optional<ContainerSpec> hooked = record.flatMap(one -> hooked(one, records.facts()));
    boolean running = record.filter(RmCommand::isRunning).isPresent();
    List<Path> journals = new ArrayList<>();
    if (!running) {
      journals.add(root.journal(identity.key()));
    }
    journals.add(root.record(identity.key()));
    boolean removed =
        effects.reclaim(
            journals,
            () -> {
              if (running && !force) {
                throw identity.stillRunning();
              }
              return true;
            },
            () -> store.delete(identity));
    if (removed && hooked.isPresent()) {
      HostHooks.installed()
          .stopped(hooked.get(), record.orElseThrow().state(), effects, session::say);
    }
  }

  /// The configuration of a container that has hooks to run when it is gone. If the file is
  /// damaged, nobody knows them; the container can be removed all the same.
  private static Optional<ContainerSpec> hooked(ContainerRecord record, HostFacts facts) {
    Path bundle = record.state().bundle();
    try {
      return Bundle.text(bundle, facts)
          .map(text -> Bundle.ofText(bundle, text))
          .filter(spec -> !spec.hooks().poststop().isEmpty());
    } catch (UsageException e) {
      return Optional.empty();
    }
  }

  private static boolean isRunning(ContainerRecord record) {
    return record.state().status() == ContainerState.Status.RUNNING;
  }

  /// Ends it as long as it comes back: its restart policy may be starting it at this moment.
  private void end(
      ContainerRecords records,
      ContainerStore store,
      Identity identity,
      Libc libc,
      Effects effects) {
    Path journal = records.root().journal(identity.key());
    Patience patience = new Patience(ContainerStore.PATIENCE);
    do {
      Optional<ContainerRecord> record = records.find(identity.reference());
      if (record.isEmpty()) {
        return; // it was not kept
      }
      ContainerState state = record.get().state();
      new StopMarker(state.bundle()).set(effects);
      if (state.status() == ContainerState.Status.RUNNING) {
        effects.perform(new Effect.Mend(journal), () -> store.mend(identity));
        try (RunningContainer container =
            RunningContainer.open(state, libc, records.facts(), effects)) {
          container
              .recording(host.events(libc).of(state, records.facts()))
              .stop(SIGKILL, Duration.ZERO);
        }
      }
    } while (effects.perform(
        new Effect.TryLock(journal),
        () -> false,
        () -> store.isBusy(identity) && patience.pause()));
  }
}
