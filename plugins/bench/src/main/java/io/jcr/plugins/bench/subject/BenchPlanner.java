package io.jcr.plugins.bench.subject;

import io.jcr.spi.CommandContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The planner of one bench, which serves the subjects with `daemon=always`. The first of their
/// runs starts it.
///
/// @param jcr the jcr that is measured
/// @param socket where it listens; short, because an address has at most 107 bytes (unix(7))
record BenchPlanner(CommandContext jcr, Path socket) {
  private static final Duration STOPPING = Duration.ofSeconds(10);

  /// @param claims the directory of all benches' claims
  /// @param name of the bench
  static BenchPlanner of(CommandContext jcr, Path claims, String name) {
    return new BenchPlanner(jcr, claims.resolveSibling("planner-" + name));
  }

  /// `jcr ARGUMENT…`, served by it.
  ProcessBuilder serves(List<String> arguments) {
    ProcessBuilder builder = jcr.jcr(arguments);
    Map<String, String> environment = builder.environment();
    environment.put("JCR_DAEMON", "always");
    environment.put("JCR_DAEMON_SOCKET", socket.toString());
    return builder;
  }

  /// Stops it, if it was started.
  void stop() {
    if (Files.exists(socket)) {
      Commands.quietly(STOPPING, serves(List.of("daemon", "stop")));
    }
    try {
      Files.deleteIfExists(socket.resolveSibling(socket.getFileName() + ".lock"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
