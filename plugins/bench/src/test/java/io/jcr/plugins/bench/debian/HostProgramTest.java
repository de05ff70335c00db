package io.jcr.plugins.bench.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.HostException;
import io.jcr.api.UnsupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProgramTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  @Test
  void outputAndErrorsComeInOrderAndInputIsEmpty() throws Exception {
    String script = "echo one; echo two >&2; cat; pwd; exit 3";
    HostProgram.Outcome outcome = HostProgram.run(directory, LIMIT, List.of("sh", "-c", script));
    assertEquals(3, outcome.status());
    assertEquals("one\ntwo\n" + directory.toRealPath() + "\n", outcome.text());
  }

  @Test
  void aFailureIsToldByItsLastLine() {
    String script = "echo first; echo 'no such package' >&2; exit 100";
    List<String> command = List.of("sh", "-c", script);
    HostException failure =
        assertThrows(HostException.class, () -> HostProgram.expect(directory, LIMIT, command));
    assertEquals("sh -c " + script + ": exit status 100: no such package", failure.getMessage());
  }

  @Test
  void whoTakesTooLongIsKilled() throws Exception {
    List<String> command = List.of("sh", "-c", "echo $$ >pid; exec sleep 60");
    HostException failure =
        assertThrows(
            HostException.class, () -> HostProgram.run(directory, Duration.ofSeconds(1), command));
    assertEquals("sh did not end within 1 s", failure.getMessage());
    long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
    Optional<ProcessHandle> left = ProcessHandle.of(pid);
    if (left.isPresent()) {
      left.get().onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aMissingProgramIsNamedWithItsPackage() {
    UnsupportedException failure =
        assertThrows(
            UnsupportedException.class,
            () -> HostProgram.find("bench vm", "no-such-program", "its-package"));
    assertEquals(
        "bench vm: no-such-program is missing (apt-get install its-package)", failure.getMessage());
    assertTrue(Files.isExecutable(HostProgram.find("bench vm", "sh", "dash")));
  }
}
