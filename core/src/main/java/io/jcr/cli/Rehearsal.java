package io.jcr.cli;

import io.jcr.linux.FfmLibc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Goes through jcr's commands without a container, as anyone and on any machine: the build trains
/// the JVM's AOT cache with it. What the commands do to the kernel is pretended ([RehearsedLibc]);
/// a machine on which a command is refused makes a cache with fewer classes.
final class Rehearsal {
  private Rehearsal() {}

  /// Rehearses, in a temporary directory.
  ///
  /// @param args none
  /// @throws IOException when the directory cannot be made or removed
  public static void main(String[] args) throws IOException {
    Path root = Files.createTempDirectory("jcr-rehearsal");
    try {
      for (List<String> options : runs()) {
        run(root, options);
      }
      Main.run("gc", "--root", root.toString());
      Main.run("run", "--no-such-option");
    } finally {
      remove(root);
    }
  }

  private static List<List<String>> runs() {
    return List.of(
        List.of("--net=none"),
        List.of("--net=none", "--limit=memory:100M", "--limit=cpu:0.5", "--limit=pids:64"),
        List.of("--net=none", "--fs=bind", "-e", "A=B", "-v", "/etc:/mnt:ro", "--tmpfs", "/x"),
        List.of("--net=veth"));
  }

  private static void run(Path root, List<String> options) {
    CommandLine line =
        new CommandLine(new RunCommand(() -> new RehearsedLibc(new FfmLibc(), root)));
    line.setStopAtPositional(true);
    line.setExecutionExceptionHandler((e, command, result) -> {
      System.err.println("rehearsal: " + options + ": " + e);
      return 1;
    });
    String[] arguments =
        Stream.of(List.of("--root", root.toString()), options, List.of("--", "/bin/true"))
            .flatMap(List::stream)
            .toArray(String[]::new);
    System.err.println("rehearsal: " + options + ": status " + line.execute(arguments));
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
