package io.jcr.state;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jcr.api.HostException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

/// How a container ended, as recorded by its supervisor.
///
/// @param exitStatus its program's; 128+N if signal N ended it
/// @param signal the signal that ended it; 0 for none
/// @param oomKilled whether its memory limit killed one of its processes
/// @param startedAt when its program started
/// @param finishedAt when its program ended
/// @param error what could not be undone; empty for nothing
public record ExitRecord(
    int exitStatus,
    int signal,
    boolean oomKilled,
    Instant startedAt,
    Instant finishedAt,
    String error) {
  /// Reads the text of `file`.
  ///
  /// @throws HostException when it is damaged
  static ExitRecord parse(Path file, String text) {
    try {
      Map<String, Object> values = JSON.std.mapFrom(text);
      return new ExitRecord(
          ((Number) values.getOrDefault("exitStatus", 0)).intValue(),
          ((Number) values.getOrDefault("signal", 0)).intValue(),
          Boolean.TRUE.equals(values.get("oomKilled")),
          Instant.parse(String.valueOf(values.get("startedAt"))),
          Instant.parse(String.valueOf(values.get("finishedAt"))),
          String.valueOf(values.getOrDefault("error", "")));
    } catch (IOException | ClassCastException | DateTimeException e) {
      throw new HostException(file + " is damaged");
    }
  }
}
