package io.jcr.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.AssertionFailedError;

/// `bin/jcr` as a process of its own, with the plugin that is verified, and with a state root of
/// its own.
final class JcrRun {
  private static final int SECONDS = 60;

  /// Earlier than that, so that jcr can say which call it was.
  private static final String DEADLINE = "30";

  private final Process process;
  private final Path output;
  private final Path errors;

  private JcrRun(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  static Path stateRoot(Subject subject) {
    return subject.request().work().resolve("root");
  }

  /// Starts `jcr ARGUMENT…`.
  static JcrRun start(Subject subject, String... arguments) throws IOException {
    Path home = subject.request().home();
    List<String> line = new ArrayList<>();
    line.add(home.resolve("bin/jcr").toString());
    line.add("--plugin-dir=" + subject.plugins());
    line.addAll(List.of(arguments));
    Path rootfs = subject.request().rootfs();
    if (arguments[0].equals("run") && !rootfs.equals(home.resolve("rootfs"))) {
      line.add(line.indexOf("run") + 1, "--rootfs=" + rootfs);
    }
    Path output = Files.createTempFile(subject.request().work(), "jcr", ".out");
    Path errors = Files.createTempFile(subject.request().work(), "jcr", ".err");
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("JCR_ROOT", stateRoot(subject).toString());
    builder.environment().putIfAbsent("JCR_PLUGIN_DEADLINE", DEADLINE);
    builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
    return new JcrRun(builder.start(), output, errors);
  }

  /// Starts `jcr run`.
  ///
  /// @param words how the backend is chosen
  /// @param more what follows
  static JcrRun run(Subject subject, List<String> words, String... more) throws IOException {
    List<String> line = new ArrayList<>(words);
    line.addFirst("run");
    line.addAll(List.of(more));
    return start(subject, line.toArray(String[]::new));
  }

  /// Waits until it has written `text` to standard output.
  void awaitOutput(String text) throws InterruptedException {
    for (int tenths = 0; tenths < SECONDS * 10; tenths++) {
      if (output().contains(text)) {
        return;
      }
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new AssertionFailedError("it ended with " + process.exitValue() + ": " + errors());
      }
    }
    process.destroy();
    throw new AssertionFailedError("nothing within " + SECONDS + " s: " + errors());
  }

  /// Ends its standard input.
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /// Waits for its end.
  ///
  /// @return its exit status
  int await() throws IOException, InterruptedException {
    endInput();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroy();
      throw new AssertionFailedError("it did not end within " + SECONDS + " s: " + errors());
    }
    return process.exitValue();
  }

  /// Ends it, if it still runs.
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor(SECONDS, TimeUnit.SECONDS);
  }

  String output() {
    return text(output);
  }

  String errors() {
    return text(errors);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
