package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `jcr gc` does besides removing dead containers, for which see [KillIT].
@WithJcr
class GcIT {
  private static final Path BRIDGE = Path.of("/sys/class/net/jcr0");
  private static final String LEASES = "/run/jcr/leases";

  @TempDir Path directory;

  @Test
  void aDirectoryThatIsNotJcrsStays(Jcr jcr) throws IOException {
    Path stranger = Files.createDirectories(directory.resolve("containers/stranger"));
    Files.writeString(stranger.resolve("file"), "");
    List<String> told = jcr.call("gc", "--root=" + directory).succeeded().lines();
    assertTrue(
        told.contains(
            "left "
                + stranger
                + ": it has files but no undo journal, so jcr did not make it (remove it yourself)"),
        told.toString());
    assertTrue(Files.exists(stranger.resolve("file")));
  }

  @Test
  void thePoolOfAddressesGoesWithTheLastLease(Jcr jcr) {
    jcr.inside("--net=veth:subnet=10.87.1.0/24,bridge=jcr-e2e-gc", "--", "true");
    Path pool = Path.of(LEASES, "jcr-e2e-gc");
    assertTrue(Files.isDirectory(pool), pool.toString());
    jcr.gc();
    assertFalse(Files.exists(pool));
  }

  /// Another program holds the lock that a starting container holds.
  @Test
  void aBridgeIsNotTakenFromAContainerThatIsBeingStarted(Jcr jcr) {
    Requires.command("flock", "util-linux");
    jcr.inside("--net=veth", "--", "true");
    try (Started starting =
        jcr.launch(List.of("flock", "--shared", LEASES, "sh", "-c", "echo held; cat"))) {
      starting.awaitLine("held");
      assertEquals(
          "left what containers share: some are being started (run jcr gc again)", jcr.gc().line());
      assertTrue(Files.exists(BRIDGE));
      starting.closeInput();
      starting.awaitEnd().exited(0);
    }
    jcr.gc();
    assertFalse(Files.exists(BRIDGE));
  }
}
