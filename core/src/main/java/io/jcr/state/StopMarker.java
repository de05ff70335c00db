package io.jcr.state;

import io.jcr.api.HostException;
import io.jcr.host.Effect;
import io.jcr.host.Effects;
import io.jcr.linux.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file in a container's directory that marks it as stopped by a user, so that its restart policy
/// leaves it stopped. The next start removes the file.
///
/// @param bundle the container's directory
public record StopMarker(Path bundle) {
  private static final String NAME = "stopped";

  /// Sets the marker.
  public void set(Effects effects) {
    effects.perform(new Effect.Mark(file()), this::write);
  }

  private void write() {
    try {
      Files.writeString(file(), "");
    } catch (IOException e) {
      if (Files.isDirectory(bundle)) { // otherwise it has just been removed
        throw new HostException("write " + file() + ": " + FileFailure.reason(e));
      }
    }
  }

  /// Whether the marker is set.
  public boolean isSet() {
    return Files.exists(file());
  }

  private Path file() {
    return bundle.resolve(NAME);
  }
}
