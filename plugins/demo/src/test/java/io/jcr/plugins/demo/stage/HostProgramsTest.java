package io.jcr.plugins.demo.stage;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProgramsTest {
  @TempDir Path directory;

  private static String refusal(HostPrograms programs, Map<String, String> packages) {
    return assertThrows(Skipped.class, () -> programs.require(packages)).reason();
  }

  @Test
  void aProgramIsAFileThatCanBeExecuted() throws IOException {
    HostPrograms programs = new HostPrograms("/nosuch:" + directory);
    Path file = Files.createFile(directory.resolve("tool"));
    Files.createDirectory(directory.resolve("directory"));
    assertFalse(programs.has("tool"), "not executable");
    assertTrue(file.toFile().setExecutable(true));
    assertTrue(programs.has("tool"));
    assertFalse(programs.has("directory"));
    assertFalse(programs.has("nosuch"));
  }

  @Test
  void whatIsMissingIsNamedWithWhatToInstall() throws IOException {
    HostPrograms programs = new HostPrograms(directory.toString());
    assertEquals(
        "ip is not installed (apt-get install iproute2)",
        refusal(programs, Map.of("ip", "iproute2")));
    assertEquals(
        "ip and nsenter and unshare are not installed (apt-get install iproute2 util-linux)",
        refusal(
            programs, Map.of("unshare", "util-linux", "ip", "iproute2", "nsenter", "util-linux")));
    assertTrue(Files.createFile(directory.resolve("ip")).toFile().setExecutable(true));
    assertDoesNotThrow(() -> programs.require(Map.of("ip", "iproute2")));
  }

  @Test
  void rootsProgramsAreFoundWithTheSearchPathOfAUser() {
    assertEquals(
        "/usr/bin:/bin:/usr/sbin:/sbin",
        new HostPrograms("/usr/bin:/bin").withThoseOfRoot().path());
    assertEquals(
        "/sbin:/usr/bin:/usr/sbin", new HostPrograms("/sbin:/usr/bin").withThoseOfRoot().path());
  }
}
