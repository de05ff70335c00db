package io.jcr.plugins.demo.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebianRootTest {
  private static final Path KEPT = Path.of("/var/cache/jcr/demo");

  @ParameterizedTest
  @CsvSource({
    "'ID=debian\nVERSION_CODENAME=trixie', trixie",
    "'VERSION_CODENAME=bookworm\nID=debian', bookworm",
    "'ID=debian', stable", // testing has no name of its own
    "'ID=ubuntu\nVERSION_CODENAME=noble\nID_LIKE=debian', stable",
    "'ID=debian\nVERSION_CODENAME=$(reboot)', stable",
    "'', stable",
  })
  void aDebianMakesItsOwnSuite(String osRelease, String suite) {
    DebianRoot root = DebianRoot.of(KEPT, osRelease);
    assertEquals(suite, root.suite());
    assertEquals(KEPT.resolve("debian-" + suite), root.directory());
  }

  @Test
  void whatItMountsGoesWithIt() {
    String command = DebianRoot.of(KEPT, "").command(Path.of("/new"));
    assertTrue(
        command.startsWith("unshare --mount --pid --fork --kill-child debootstrap "), command);
    assertTrue(command.contains(" stable /new http://"), command);
  }

  @Test
  void theReasonIsDebootstrapsLastWord() {
    assertEquals(
        "debootstrap: Failed getting release file",
        DebianRoot.reason(1, "I: Retrieving\nE: Couldn't work\nE: Failed getting release file\n"));
    assertEquals(
        "debootstrap failed with exit status 137", DebianRoot.reason(137, "I: Retrieving"));
  }
}
