package io.jcr.plugins.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginPathTest {
  private static final Path CONFIG = Path.of("/etc/cni/net.d/web.conflist");

  @TempDir Path directory;

  private Path program(String name, String mode) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void theFirstDirectoryThatHasItCounts() throws IOException {
    program("a/other", "rwxr-xr-x");
    program("a/bridge", "rw-r--r--");
    Path bridge = program("b/bridge", "rwxr-xr-x");
    program("c/bridge", "rwxr-xr-x");
    PluginPath path =
        new PluginPath(
            List.of(directory.resolve("a"), directory.resolve("b"), directory.resolve("c")));
    assertEquals(bridge, path.find("bridge", CONFIG));
    assertEquals(directory + "/a:" + directory + "/b:" + directory + "/c", path.toString());
  }

  @Test
  void aMissingOneIsNamed() {
    UsageException refusal =
        assertThrows(
            UsageException.class, () -> new PluginPath(List.of(directory)).find("bridge", CONFIG));
    assertTrue(
        refusal
            .getMessage()
            .startsWith(
                "--net=cni: "
                    + CONFIG
                    + " wants the plugin 'bridge', which is not in "
                    + directory),
        refusal.getMessage());
  }

  @Test
  void aProgramThatOthersCanWriteIsRefused() throws IOException {
    program("bridge", "rwxrwxr-x");
    assertRefused(
        directory.resolve("bridge") + " can be changed by users other than root (owner ",
        "mode 775");
  }

  @Test
  void aDirectoryThatOthersCanWriteIsRefused() throws IOException {
    program("bridge", "rwxr-xr-x");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xrwx"));
    assertRefused(directory + " can be changed by users other than root (owner ", "mode 757");
  }

  @Test
  void whereALinkLeadsCountsToo() throws IOException {
    Path open = Files.createDirectory(directory.resolve("open"));
    Path real = program("open/real", "rwxr-xr-x");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.createSymbolicLink(directory.resolve("bridge"), real);
    assertRefused(open + " can be changed by users other than root (owner ", "mode 777");
  }

  private void assertRefused(String begin, String mode) {
    UsageException refusal =
        assertThrows(
            UsageException.class, () -> new PluginPath(List.of(directory)).find("bridge", CONFIG));
    assertTrue(refusal.getMessage().startsWith("--net=cni: " + begin), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(mode + ")"), refusal.getMessage());
  }
}
