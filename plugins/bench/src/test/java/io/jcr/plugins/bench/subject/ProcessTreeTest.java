package io.jcr.plugins.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {
  private static final long SELF = 20;

  @TempDir Path directory;

  private ProcFiles proc = new ProcFiles(Path.of("/"));

  @BeforeEach
  void shellAndBench() throws IOException {
    proc = new ProcFiles(directory);
    proc.process(1, 0, "init", 1).process(10, 1, "bash", 1).process(SELF, 10, "java", 1);
    proc.process(500, 1, "of somebody else", 1);
    Files.createDirectories(directory.resolve("sys"));
  }

  /// jcr: S and C.
  @Test
  void aRuntimeThatStaysIsCountedWithItsProgram() throws IOException {
    proc.process(30, SELF, "jcr-init", 1).process(31, 30, "busybox", 1).process(32, 31, "sh", 1);
    assertEquals(Set.of(30L, 31L, 32L), instance(30, 31));
  }

  /// podman: conmon has left its parent, and the program is its child.
  @Test
  void aMonitorThatHasLeftItsParentIsCounted() throws IOException {
    proc.process(30, SELF, "podman", 1);
    proc.process(40, 1, "conmon", 1).process(41, 40, "busybox", 1);
    assertEquals(Set.of(30L, 40L, 41L), instance(30, 41));
  }

  /// A name may contain anything, such as what looks like the rest of the line.
  @Test
  void bracketsInANameAreNoEnd() throws IOException {
    proc.process(30, SELF, "a) S 500 (b", 1);
    assertEquals(Set.of(30L), instance(30, 30));
  }

  @Test
  void aProgramThatReplacedWhatWasStartedIsOne() throws IOException {
    proc.process(30, SELF, "busybox", 1);
    assertEquals(Set.of(30L), instance(30, 30));
  }

  private Set<Long> instance(long started, long program) throws IOException {
    return Set.copyOf(ProcessTree.read(directory).ofInstance(started, program, SELF));
  }
}
