package io.jcr.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.HostException;
import io.jcr.spi.CommandResult;
import io.jcr.spi.HostCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProgramTest {
  private static final Path INIT = Path.of("target/jcr-init").toAbsolutePath();
  private static final Path NOTHING = Path.of("/dev/null");

  @TempDir Path directory;

  private static CommandResult sh(Path input, Map<String, String> environment, String script) {
    return new HostProgram(INIT)
        .run(new HostCommand(Path.of("/bin/sh"), List.of("-c", script), environment, input));
  }

  @Test
  void aProgramReadsItsInputAndItsOutputIsKept() throws IOException {
    Path input = Files.writeString(directory.resolve("in"), "häll o\n");
    assertEquals(
        new CommandResult(3, "häll o\n", "no\n"), sh(input, Map.of(), "cat; echo no >&2; exit 3"));
  }

  @Test
  void itsEnvironmentIsWhatWasGiven() {
    String seen = sh(NOTHING, Map.of("A", "1 2", "PATH", "/usr/bin:/bin"), "env").output();
    assertTrue(seen.contains("A=1 2\n"), seen);
    assertFalse(seen.contains("HOME="), seen);
  }

  @Test
  void itIsBoundToThisProcess() {
    String parent = sh(NOTHING, Map.of(), "cut -d' ' -f4 /proc/$$/stat").output().strip();
    assertEquals(Long.toString(ProcessHandle.current().pid()), parent);
    String ignored = sh(NOTHING, Map.of(), "grep SigIgn /proc/self/status").output().strip();
    // 32 and 33 belong to the C library
    assertEquals(0, Long.parseLong(ignored.replaceFirst(".*\t", ""), 16) & 0x7fff_ffff, ignored);
  }

  @Test
  void aSignalEndsItWithAStatusToo() {
    assertEquals(128 + 9, sh(NOTHING, Map.of(), "kill -9 $$").status());
  }

  /// What it has started and left with its pipes is not waited for.
  @Test
  void whoItLeavesBehindIsNotWaitedFor() {
    CommandResult result = sh(NOTHING, Map.of(), "sleep 30 & echo $!; exit 0");
    assertEquals(0, result.status());
    long left = Long.parseLong(result.output().strip());
    assertTrue(ProcessHandle.of(left).orElseThrow().destroyForcibly());
  }

  /// More than a pipe holds, and more than is kept.
  @Test
  void aProgramThatSaysMuchIsHeardToItsEnd() {
    CommandResult result =
        sh(NOTHING, Map.of("PATH", "/usr/bin:/bin"), "head -c 3000000 /dev/zero; exit 4");
    assertEquals(4, result.status());
    assertEquals(1 << 20, result.output().length());
  }

  @Test
  void aProgramThatIsNotThere() {
    CommandResult result =
        new HostProgram(INIT)
            .run(new HostCommand(Path.of("/no/such"), List.of(), Map.of(), NOTHING));
    assertEquals(127, result.status());
    assertEquals("jcr-init: execute /no/such: No such file or directory\n", result.errors());
  }

  @Test
  void anInputThatIsNotThere() {
    HostException failure =
        assertThrows(HostException.class, () -> sh(directory.resolve("none"), Map.of(), "true"));
    assertTrue(failure.getMessage().startsWith("execute /bin/sh by "), failure.getMessage());
  }
}
