package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs jcr through `src/test/c/faults.c`, which sees each step of it and can make one fail.
///
/// @param jcr what it runs
/// @param program the built faults.c
/// @param log what it writes
record FaultInjector(Jcr jcr, Path program, Path log) {
  private static final Path SOURCE = Path.of("src/test/c/faults.c");

  static FaultInjector build(Jcr jcr, Path directory) {
    Requires.command("gcc", "gcc");
    Path program = directory.resolve("faults");
    Jcr.host("gcc", "-O1", "-Wall", "-o", program.toString(), SOURCE.toString());
    return new FaultInjector(jcr, program, directory.resolve("faults.log"));
  }

  /// A jcr whose points are noted.
  Jcr recording() {
    return jcr.through(program.toString(), log.toString());
  }

  /// A jcr that meets a fault.
  Jcr with(Fault fault) {
    return jcr.through(program.toString(), log.toString(), fault.point(), fault.action());
  }

  /// The points of the last jcr, once all of its processes have ended.
  List<String> points() {
    awaitDone();
    return lines().stream().filter(line -> line.indexOf('\t') > 0).toList();
  }

  /// All who were started by the last jcr are gone, whoever lost them.
  void awaitDone() {
    Await.until("no process of the jcr that met a fault is left", () -> has("done"));
  }

  /// Whether the last jcr came to its point, and there was a process to be killed.
  boolean hit() {
    return has("reached") && !has("no victim");
  }

  boolean has(String line) {
    return lines().contains(line);
  }

  private List<String> lines() {
    try {
      List<String> lines = Files.readAllLines(log);
      assertTrue(!lines.contains("victim does not die"), "a process survives SIGKILL");
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
