package io.jcr.running;

import io.jcr.api.ContainerState;
import io.jcr.api.UnsupportedException;
import io.jcr.host.Effects;
import io.jcr.linux.Libc;
import io.jcr.spi.HostFacts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Stops and continues all processes of a container at once, with the freezer of cgroup v1 or
/// `cgroup.freeze` of v2.
public final class Freezer {
  private final Libc libc;
  private final HostFacts facts;
  private final ContainerCgroups cgroups;

  /// @param facts what is known about the machine
  public Freezer(Libc libc, HostFacts facts) {
    this.libc = libc;
    this.facts = facts;
    this.cgroups = new ContainerCgroups(facts);
  }

  /// The control file, and the values that freeze and thaw.
  private record Control(Path file, String frozen, String thawed) {}

  /// Whether the container is frozen.
  public boolean isFrozen(ContainerState state) {
    return control(state)
        .flatMap(
            control -> facts.read(control.file()).map(String::strip).map(control.frozen()::equals))
        .orElse(false);
  }

  /// Freezes it.
  ///
  /// @throws UnsupportedException when it has no suitable cgroup
  public void freeze(ContainerState state, Effects effects) {
    Control control = require(state);
    write(control.file(), control.frozen(), effects);
  }

  /// Lets it continue.
  public void thaw(ContainerState state, Effects effects) {
    Control control = require(state);
    write(control.file(), control.thawed(), effects);
  }

  private Control require(ContainerState state) {
    return control(state)
        .orElseThrow(() ->
            new UnsupportedException(
                "container '" + state.id() + "'",
                "it has no cgroup with a freezer",
                "use the limiters cgroup-v1 or cgroup-v2"));
  }

  private Optional<Control> control(ContainerState state) {
    for (Path directory : cgroups.directories(state.pid())) {
      Path v1 = directory.resolve("freezer.state");
      Path v2 = directory.resolve("cgroup.freeze");
      if (Files.exists(v1)) {
        return Optional.of(new Control(v1, "FROZEN", "THAWED"));
      }
      if (Files.exists(v2)) {
        return Optional.of(new Control(v2, "1", "0"));
      }
    }
    return Optional.empty();
  }

  private void write(Path file, String value, Effects effects) {
    effects.write(file, value, facts, () -> write(file, value));
  }

  private void write(Path file, String value) {
    int fd = libc.open(file, Libc.O_WRONLY, 0);
    try {
      libc.write(fd, value.getBytes(StandardCharsets.UTF_8), file);
    } finally {
      libc.close(fd);
    }
  }
}
