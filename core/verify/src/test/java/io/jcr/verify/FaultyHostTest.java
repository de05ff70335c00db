package io.jcr.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.host.LinuxHost;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In front of the real host, in a directory.
class FaultyHostTest {
  @TempDir Path directory;

  private Host host(FaultyHost faulty) {
    ContainerPaths paths = new ContainerPaths(directory, directory, directory);
    return faulty.before(new LinuxHost(new FfmLibc(), new LinuxHostFacts(), paths, directory));
  }

  @Test
  void itKnowsWhatWasMadeUntilItIsGone() throws IOException {
    FaultyHost faulty = new FaultyHost(0);
    Host host = host(faulty);
    Path made = directory.resolve("made");
    Path file = made.resolve("file");
    host.createDirectory(made, 0755);
    host.createFile(file, "content", 0644);
    assertEquals(2, faulty.changes().size(), faulty.changes().toString());
    assertTrue(
        faulty.changes().getLast().startsWith("CreateFile[file=" + file + ", content=content"));
    assertEquals(List.of(made, file), faulty.left());
    Files.delete(file);
    assertEquals(List.of(made), faulty.left());
    Files.delete(made);
    assertEquals(List.of(), faulty.left());
  }

  @Test
  void whatWasThereBeforeIsNotItsOwn() {
    FaultyHost faulty = new FaultyHost(0);
    host(faulty).createDirectory(directory, 0755);
    assertEquals(1, faulty.changes().size());
    assertEquals(List.of(), faulty.left());
  }

  @Test
  void theChangeOfTheNumberFailsAndIsNotDone() {
    FaultyHost faulty = new FaultyHost(2);
    Host host = host(faulty);
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    host.createDirectory(first, 0755);
    ErrnoException failure =
        assertThrows(ErrnoException.class, () -> host.createDirectory(second, 0755));
    assertEquals(Errno.EIO, failure.errno());
    assertFalse(Files.exists(second));
    assertEquals(List.of(first), faulty.left());
    assertEquals(2, faulty.changes().size(), "the failed one is one of them");
  }

  @Test
  void questionsAreNoChanges() {
    FaultyHost faulty = new FaultyHost(1);
    Host host = host(faulty);
    assertEquals(directory, host.paths().state());
    assertTrue(host.facts().read(Path.of("/proc/version")).isPresent());
    assertEquals(List.of(), faulty.changes());
  }

  @Test
  void aFailureOfTheHostComesThroughAsItIs() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Host host = host(new FaultyHost(0));
    ErrnoException failure =
        assertThrows(ErrnoException.class, () -> host.createFile(file, "", 0644));
    assertEquals(Errno.EEXIST, failure.errno());
  }
}
