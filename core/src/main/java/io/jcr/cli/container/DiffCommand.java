package io.jcr.cli.container;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.Mount;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.JsonOutput;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.option.OutputFormat;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.oci.Bundle;
import io.jcr.rootfs.LayerChanges;
import io.jcr.state.ContainerRecord;
import io.jcr.state.ContainerRecords;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr diff`: lists what a container has changed in its root file system.
public final class DiffCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private OutputFormat format = OutputFormat.TEXT;
  private List<String> names = List.of();

  public DiffCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr diff`.
  public CommandLine line() {
    OptionTable table =
        new OptionTable(
            "diff",
            this,
            "Lists what a container has added (A), changed (C) and deleted (D) in its root file system.");
    table.choice(
        "--format",
        "text|json",
        "Output format (default: text).",
        OutputFormat.class,
        given -> format = given);
    host.declare(table);
    return table.help().words("NAME", "The container.", words -> names = words).line();
  }

  @Override
  public Integer call() {
    if (names.size() != 1) {
      throw new UsageException("diff: expected the name of one container, not " + names.size());
    }
    ContainerRecords records = new ContainerRecords(host.stateRoot(), new LinuxHostFacts());
    ContainerRecord record = records.require(names.getFirst());
    ContainerState state = record.state();
    String filesystem = state.annotations().getOrDefault("fs", "");
    if (!filesystem.equals("overlay")) {
      throw new UsageException(
          "diff: container '"
              + state.id()
              + "' has no layer that jcr can read: it needs --fs=overlay, and this one has --fs="
              + filesystem);
    }
    ContainerSpec spec = Bundle.read(state.bundle());
    Path upper = host.stateRoot().data(record.identity().key()).resolve("upper");
    print(new LayerChanges(new FfmLibc(), mountPoints(spec)).find(upper, spec.root().path()));
    return 0;
  }

  private static Set<String> mountPoints(ContainerSpec spec) {
    Set<String> points = new HashSet<>(Set.of("/etc/hostname", "/etc/hosts", "/etc/resolv.conf"));
    for (Mount mount : spec.mounts()) {
      points.add(Path.of(mount.destination()).normalize().toString());
    }
    return points;
  }

  private void print(List<LayerChanges.Change> changes) {
    switch (format) {
      case TEXT ->
          // a name may contain terminal control characters
          changes.forEach(change ->
              session
                  .out()
                  .println(
                      change.kind().letter() + " " + change.path().replaceAll("\\p{Cntrl}", "?")));
      case JSON ->
          JsonOutput.print(
              session.out(),
              json -> {
                json.writeStartArray();
                for (LayerChanges.Change change : changes) {
                  json.writeStartObject();
                  json.writeStringField("kind", change.kind().letter());
                  json.writeStringField("path", change.path());
                  json.writeEndObject();
                }
                json.writeEndArray();
              });
    }
  }
}
