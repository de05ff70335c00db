package io.jcr.state;

import io.jcr.api.HostException;
import io.jcr.linux.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file in a container's directory that says that somebody stopped it: its restart policy then
/// leaves it stopped. It goes at the next start.
///
/// @param bundle the container's directory
public record StopMarker(Path bundle) {
  private static final String NAME = "stopped";

  /// Says so.
  public void set() {
    try {
      Files.writeString(file(), "");
    } catch (IOException e) {
      if (Files.isDirectory(bundle)) { // else it has just been removed
        throw new HostException("write " + file() + ": " + FileFailure.reason(e));
      }
    }
  }

  /// Whether somebody did.
  public boolean isSet() {
    return Files.exists(file());
  }

  private Path file() {
    return bundle.resolve(NAME);
  }
}
