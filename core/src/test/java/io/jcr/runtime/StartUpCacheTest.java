package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.runtime.Doctor.Finding;
import io.jcr.runtime.Doctor.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpCacheTest {
  private static final FileTime BUILT = FileTime.fromMillis(1_700_000_000_000L);

  @TempDir Path home;

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(home.resolve("lib/jars"), "lib/core.jar\nplugins/bench/not-installed.jar\n");
    touch("lib/core.jar", BUILT);
    touch("lib/jcr.aot", BUILT);
  }

  private void touch(String name, FileTime time) throws IOException {
    Path file = home.resolve(name);
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    Files.setLastModifiedTime(file, time);
  }

  private Finding only() {
    List<Finding> findings = StartUpCache.examine(home);
    assertEquals(1, findings.size());
    return findings.getFirst();
  }

  @Test
  void nothingIsSaidOfACacheThatIsUsed() {
    assertEquals(List.of(), StartUpCache.examine(home));
  }

  @Test
  void aMissingCacheIsNotedWithItsCure() throws IOException {
    Files.delete(home.resolve("lib/jcr.aot"));
    Finding finding = only();
    assertEquals(Grade.NOTE, finding.grade());
    assertTrue(finding.detail().startsWith(home + "/lib/jcr.aot is missing"), finding.detail());
    assertEquals("run " + home + "/libexec/jcr-train", finding.cure());
  }

  @Test
  void aJarOfAnotherTimeIsNamed() throws IOException {
    touch("lib/core.jar", FileTime.fromMillis(BUILT.toMillis() + 1));
    assertTrue(only().detail().startsWith(home + "/lib/core.jar has changed since "));
  }

  @Test
  void anInstallationWithoutItsListIsNoted() throws IOException {
    Files.delete(home.resolve("lib/jars"));
    assertTrue(only().detail().startsWith("the installation cannot be read: "));
  }
}
