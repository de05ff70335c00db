package io.jcr.cli;

import io.jcr.api.HostException;
import io.jcr.cli.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs a combination as its user would: `bin/jcr run` in a process of its own.
final class MatrixRunner {
  private static final Pattern RUNS =
      Pattern.compile("^ *([0-9.]+) ms .*── program runs$", Pattern.MULTILINE);
  private static final Pattern TEARDOWN =
      Pattern.compile("^jcr-init: trace: teardown ([0-9.]+) ms$", Pattern.MULTILINE);
  private static final Pattern SENTENCE = Pattern.compile("^jcr: (.*)$", Pattern.MULTILINE);

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
      Path trace = Files.createTempFile("jcr-matrix", ".trace");
      Path said = Files.createTempFile("jcr-matrix", ".err");
      try {
        int status = start(cell, trace, said).waitFor();
        String errors = Files.readString(said);
        cell.add(
            status,
            number(RUNS, Files.readString(trace)),
            number(TEARDOWN, errors),
            sentence(errors));
      } finally {
        Files.delete(trace);
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new HostException("matrix: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("matrix: interrupted");
    }
  }

  private Process start(MatrixCell cell, Path trace, Path said) throws IOException {
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
    builder.redirectError(said.toFile());
    return builder.start();
  }

  private static double number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
  }

  private static String sentence(String errors) {
    Matcher matcher = SENTENCE.matcher(errors);
    String last = ""; // warnings come before it
    while (matcher.find()) {
      last = matcher.group(1);
    }
    return last;
  }
}
