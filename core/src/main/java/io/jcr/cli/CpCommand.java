package io.jcr.cli;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.oci.Bundle;
import io.jcr.runtime.MountedRoot;
import io.jcr.runtime.copy.Copy;
import io.jcr.runtime.copy.Side;
import io.jcr.state.ContainerRecords;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;

/// `jcr cp`: copies files into a container, or out of it.
final class CpCommand implements Callable<Integer> {
  private static final String STREAM = "-";

  private final Session session;
  private final HostOptions host;
  private final PluginOptions plugins;
  private final Libc libc = new FfmLibc();
  private boolean archive;
  private boolean follow;
  private boolean quiet;
  private List<String> words = List.of();

  CpCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
    this.plugins = new PluginOptions(session);
  }

  /// The command line of `jcr cp`.
  CommandLine line() {
    OptionTable table =
        new OptionTable(
            "cp",
            this,
            "Copies files and directories between a container and the host.",
            "One of the two places is CONTAINER:PATH, the other a path of the host's, or '-' for a"
                + " tar archive on standard input or output.");
    table
        .flag("-a, --archive", "Keep users and groups (default: root's).", given -> archive = given)
        .flag(
            "-L, --follow-link",
            "If the source is a symbolic link, copy its target.",
            given -> follow = given)
        .flag("-q, --quiet", "Do not say how much was copied.", given -> quiet = given);
    host.declare(table);
    plugins.declare(table);
    return table
        .help()
        .words("SOURCE DESTINATION", "The two places.", given -> words = given)
        .line();
  }

  /// A place as it was typed.
  ///
  /// @param container the name; empty for the host
  private record Place(String typed, String container, String path) {
    /// As in docker a colon means a container, unless the path begins as one of the host's does.
    static Place of(String typed) {
      int colon = typed.indexOf(':');
      boolean ofHost = colon < 0 || typed.startsWith("/") || typed.startsWith(".");
      if (ofHost) {
        return new Place(typed, "", typed);
      }
      if (colon == 0) {
        throw new UsageException("cp: '" + typed + "': the name of the container is missing");
      }
      String path = typed.substring(colon + 1);
      if (path.isEmpty()) {
        throw new UsageException("cp: '" + typed + "': the path is missing (CONTAINER:PATH)");
      }
      return new Place(typed, typed.substring(0, colon), path);
    }

    boolean inContainer() {
      return !container.isEmpty();
    }

    boolean isStream() {
      return !inContainer() && path.equals(STREAM);
    }
  }

  @Override
  public Integer call() {
    if (words.size() != 2) {
      throw new UsageException(
          "cp: expected a source and a destination (CONTAINER:PATH and PATH, or the other way"
              + " round), not "
              + words.size()
              + (words.size() == 1 ? " argument" : " arguments"));
    }
    Place from = Place.of(words.get(0));
    Place to = Place.of(words.get(1));
    if (from.inContainer() && to.inContainer()) {
      throw new UsageException(
          "cp: nothing is copied from one container to another: jcr cp "
              + from.typed()
              + " - | jcr cp - "
              + to.typed());
    }
    if (!from.inContainer() && !to.inContainer()) {
      throw new UsageException(
          "cp: neither '"
              + from.typed()
              + "' nor '"
              + to.typed()
              + "' is in a container"
              + " (CONTAINER:PATH)");
    }
    copy(from, to);
    return 0;
  }

  private void copy(Place from, Place to) {
    Copy copy =
        new Copy(libc, archive, follow, sentence -> session.say("cp: left out: " + sentence));
    if (to.isStream()) {
      if (libc.isatty(session.descriptors().out())) {
        throw new UsageException(
            "cp: a tar archive is nothing for a terminal: jcr cp ... - | tar t");
      }
      inContainer(from, source -> copy.pack(source, session.out()));
    } else if (from.isStream()) {
      inContainer(to, destination -> copy.unpack(session.in(), destination));
    } else if (from.inContainer()) {
      try (Side destination = onHost(to)) {
        inContainer(from, source -> copy.copy(source, destination));
      }
    } else {
      try (Side source = onHost(from)) {
        inContainer(to, destination -> copy.copy(source, destination));
      }
    }
    if (!quiet && libc.isatty(session.descriptors().err())) {
      session.err().println("Copied " + copy.bytes() + " bytes to " + to.typed());
    }
  }

  private Side onHost(Place place) {
    if (place.path().isEmpty()) {
      throw new UsageException("cp: a path is missing");
    }
    return Side.ofHost(libc, place.typed(), session.directory(), place.path());
  }

  /// Has the work done on a place in a container, whether that runs or not.
  private void inContainer(Place place, Consumer<Side> work) {
    LinuxHostFacts facts = new LinuxHostFacts();
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    ContainerState state = records.require(place.container()).state();
    switch (state.status()) {
      case RUNNING -> {
        try (Side side = Side.ofRunning(libc, facts, state, place.typed(), place.path())) {
          work.accept(side);
        }
      }
      case CREATED, STOPPED -> inStopped(place, Bundle.read(state.bundle()), work);
      case CREATING -> throw new UsageException("container '" + state.id() + "' is being created");
    }
  }

  private void inStopped(Place place, ContainerSpec spec, Consumer<Side> work) {
    BackendChoice filesystem = spec.backends().get("fs");
    if (filesystem != null && filesystem.name().equals("tmpfs")) {
      throw new UsageException(
          "cp: '"
              + place.typed()
              + "': what it writes is in memory (--fs=tmpfs), and only while it runs: start it first");
    }
    RunModule module = RunModule.select(session, spec, plugins, host.stateRoot(), libc);
    Wiring.injector(module)
        .getInstance(MountedRoot.class)
        .use(
            spec,
            mounted -> {
              try (Side side =
                  Side.ofMounted(
                      libc, mounted.root(), mounted.mappings(), place.typed(), place.path())) {
                work.accept(side);
              }
            });
  }
}
