package io.jcr.plugins.matrix;

import io.jcr.spi.CommandContext;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs a combination as its user would: `bin/jcr run` in a process of its own. When a signal ends
/// the JVM, the run is ended, too.
final class MatrixRunner implements AutoCloseable {
  private final CommandContext jcr;
  private final List<String> options;
  private final List<String> command;
  private final Path trace;
  private volatile @Nullable Process running;

  /// @param jcr starts the runs
  /// @param options of `jcr run`, the same for all combinations
  /// @param command what runs in the container
  MatrixRunner(CommandContext jcr, List<String> options, List<String> command) throws IOException {
    this.jcr = jcr;
    this.options = List.copyOf(options);
    this.command = List.copyOf(command);
    this.trace = Files.createTempFile("jcr-matrix", ".json");
    trace.toFile().deleteOnExit();
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end of jcr matrix"));
  }

  /// Runs the combination once.
  void run(MatrixCell cell) throws IOException, InterruptedException {
    Files.writeString(trace, "");
    Process process = start(cell);
    running = process;
    cell.add(process.waitFor(), RunTrace.parse(Files.readString(trace)));
  }

  private Process start(MatrixCell cell) throws IOException {
    List<String> line = new ArrayList<>();
    line.add("run");
    cell.backends().forEach((axis, value) -> line.add("--" + axis + "=" + value));
    line.addAll(options);
    line.add("--trace=" + trace);
    line.add("--no-tty");
    line.add("--");
    line.addAll(command);
    ProcessBuilder builder = jcr.jcr(line);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  private void end() {
    Process process = running;
    if (process != null) {
      process.destroy();
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(trace);
  }
}
