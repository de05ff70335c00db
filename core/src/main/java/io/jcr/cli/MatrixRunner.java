package io.jcr.cli;

import io.jcr.api.HostException;
import io.jcr.cli.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs a combination as its user would: `bin/jcr run` in a process of its own.
final class MatrixRunner {
  private final Session session;
  private final PluginOptions plugins;
  private final List<String> options;
  private final List<String> command;

  /// @param session who calls
  /// @param plugins which plugins the runs have beside the usual ones
  /// @param options of `jcr run`, the same for all combinations
  /// @param command what runs in the container
  MatrixRunner(Session session, PluginOptions plugins, List<String> options, List<String> command) {
    this.session = session;
    this.plugins = plugins;
    this.options = List.copyOf(options);
    this.command = List.copyOf(command);
  }

  /// Runs the combination once.
  void run(MatrixCell cell) {
    try {
      Path trace = Files.createTempFile("jcr-matrix", ".json");
      try {
        int status = start(cell, trace).waitFor();
        cell.add(status, RunTrace.parse(Files.readString(trace)));
      } finally {
        Files.delete(trace);
      }
    } catch (IOException e) {
      throw new HostException("matrix: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("matrix: interrupted");
    }
  }

  private Process start(MatrixCell cell, Path trace) throws IOException {
    List<String> line = new ArrayList<>();
    line.add("run");
    cell.backends().forEach((axis, value) -> line.add("--" + axis + "=" + value));
    line.addAll(options);
    line.add("--trace=" + trace);
    line.add("--no-tty");
    line.add("--");
    line.addAll(command);
    ProcessBuilder builder = new InstalledJcr(session, plugins).jcr(line);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }
}
