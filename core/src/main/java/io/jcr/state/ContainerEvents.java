package io.jcr.state;

import io.jcr.api.JcrException;
import io.jcr.host.Effect;
import io.jcr.host.Effects;
import io.jcr.oci.Bundle;
import io.jcr.oci.ConfigSummary;
import io.jcr.spi.HostFacts;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/// The events that commands record about one container. Its name is read at the beginning, because
/// its directory may disappear later.
///
/// @param log the log to write to
/// @param annotations those of its config.json
/// @param kept whether it still exists after its resources are released
public record ContainerEvents(
    EventLog log, Identity identity, Map<String, String> annotations, boolean kept) {
  public ContainerEvents {
    annotations = Map.copyOf(annotations);
  }

  /// The events of the container with this directory.
  static ContainerEvents of(EventLog log, Path directory, HostFacts facts) {
    return new ContainerEvents(
        log,
        Identity.read(directory, facts),
        annotations(directory, facts),
        Files.exists(directory.resolve("record"), LinkOption.NOFOLLOW_LINKS));
  }

  private static Map<String, String> annotations(Path directory, HostFacts facts) {
    try {
      return Bundle.text(directory, facts)
          .map(text -> ConfigSummary.ofText(directory, text).annotations())
          .orElse(Map.of());
    } catch (JcrException e) {
      return Map.of(); // a damaged container has no labels, but can still be stopped and removed
    }
  }

  /// Records an action just done, or about to be done: an action that ends a container is recorded
  /// before it.
  ///
  /// @param details details of the action: texts and whole numbers
  public void write(String action, Map<String, ?> details) {
    log.write(identity, annotations, action, details);
  }

  /// The same without details.
  public void write(String action) {
    write(action, Map.of());
  }

  /// The same as an effect of a command.
  public void write(String action, Map<String, ?> details, Effects effects) {
    effects.perform(new Effect.Event(log.path(), action), () -> write(action, details));
  }

  /// The same without details.
  public void write(String action, Effects effects) {
    write(action, Map.of(), effects);
  }

  /// Records that its supervisor was killed and its resources are released. How it ended is
  /// unknown.
  void reclaimed() {
    if (log.lacksEnd(identity.id())) {
      write(EventLog.DIE);
      if (!kept) {
        write(EventLog.DESTROY);
      }
    }
  }
}
