package io.jcr.state;

import io.jcr.api.JcrException;
import io.jcr.oci.Bundle;
import io.jcr.spi.HostFacts;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/// What commands write down of one container. What it is called is read at the beginning: later,
/// its directory may be gone.
///
/// @param log where that is written
/// @param annotations those of its config.json
/// @param kept whether it stays when its resources are gone
public record ContainerEvents(
    EventLog log, Identity identity, Map<String, String> annotations, boolean kept) {
  public ContainerEvents {
    annotations = Map.copyOf(annotations);
  }

  /// Those of the container with this directory.
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
          .map(text -> Bundle.ofText(directory, text).annotations())
          .orElse(Map.of());
    } catch (JcrException e) {
      return Map.of(); // what is damaged has no labels, and can be stopped and removed all the same
    }
  }

  /// Writes what has just been done, or is done next: an action that ends a container comes before
  /// its end.
  ///
  /// @param details what there is to say of the action: texts and whole numbers
  public void write(String action, Map<String, ?> details) {
    log.write(identity, annotations, action, details);
  }

  /// The same, with nothing to say.
  public void write(String action) {
    write(action, Map.of());
  }

  /// Its supervisor was killed, and what it held is gone. How it ended, nobody knows.
  void reclaimed() {
    if (log.lacksEnd(identity.id())) {
      write(EventLog.DIE);
      if (!kept) {
        write(EventLog.DESTROY);
      }
    }
  }
}
