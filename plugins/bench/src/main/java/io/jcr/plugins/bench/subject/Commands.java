package io.jcr.plugins.bench.subject;

import io.jcr.plugins.bench.debian.HostProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Short host commands, run for their effect or for what they print.
public final class Commands {
  private Commands() {}

  /// Runs it and returns what it printed on both of its outputs.
  ///
  /// @throws io.jcr.api.HostException if it failed, or did not end and was killed
  public static String check(Duration limit, String... command)
      throws IOException, InterruptedException {
    return HostProgram.expect(Path.of("."), limit, List.of(command)).strip();
  }

  /// As above, when failure does not matter: the object may already be gone.
  static void quietly(Duration limit, String... command) {
    quietly(limit, new ProcessBuilder(command));
  }

  /// As above.
  static void quietly(Duration limit, ProcessBuilder builder) {
    try {
      builder.redirectInput(Path.of("/dev/null").toFile());
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Where a program is in PATH.
  public static Optional<Path> find(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String directory : (path + ":/usr/sbin:/sbin").split(":", -1)) {
      Path file = Path.of(directory, program);
      if (Files.isExecutable(file) && Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /// A time for sentences.
  public static String text(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
