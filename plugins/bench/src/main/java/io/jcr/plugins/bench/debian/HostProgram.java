package io.jcr.plugins.bench.debian;

import io.jcr.api.HostException;
import io.jcr.api.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A host program that is run to completion, in the C locale and without input.
public final class HostProgram {
  private static final List<Path> SYSTEM_DIRECTORIES =
      List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin"), Path.of("/bin"));

  private HostProgram() {}

  /// What a program printed and how it ended.
  ///
  /// @param status its exit status
  /// @param text its output and its errors, in the order in which they arrived
  public record Outcome(int status, String text) {
    /// The last line that is not blank: usually the reason why a program failed.
    public String lastLine() {
      List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? "no message" : lines.getLast().strip();
    }
  }

  /// Runs it, whatever its exit status.
  ///
  /// @param directory the working directory
  /// @throws HostException if it did not end in time and was killed
  public static Outcome run(Path directory, Duration limit, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("jcr-", ".out");
    try {
      Process process = start(directory, output, command);
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new HostException(
              command.getFirst() + " did not end within " + limit.toSeconds() + " s");
        }
      } finally {
        process.destroyForcibly();
      }
      return new Outcome(
          process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }

  /// Runs it and returns what it printed.
  ///
  /// @throws HostException if it failed: the message contains its last line
  public static String expect(Path directory, Duration limit, List<String> command)
      throws IOException, InterruptedException {
    Outcome outcome = run(directory, limit, command);
    if (outcome.status() != 0) {
      throw new HostException(
          String.join(" ", command)
              + ": exit status "
              + outcome.status()
              + ": "
              + outcome.lastLine());
    }
    return outcome.text();
  }

  /// Where the program is; searches `PATH` and the directories of administration programs.
  ///
  /// @param subject who needs it, such as `bench vm`
  /// @param debianPackage what to install when it is missing
  /// @throws UnsupportedException if it is nowhere
  public static Path find(String subject, String program, String debianPackage) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(":", -1)) {
      Path file = Path.of(directory.isEmpty() ? "." : directory).resolve(program);
      if (Files.isExecutable(file) && !Files.isDirectory(file)) {
        return file;
      }
    }
    for (Path directory : SYSTEM_DIRECTORIES) {
      if (Files.isExecutable(directory.resolve(program))) {
        return directory.resolve(program);
      }
    }
    throw new UnsupportedException(
        subject, program + " is missing", "apt-get install " + debianPackage);
  }

  private static Process start(Path directory, Path output, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }
}
