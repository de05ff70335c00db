package io.jcr.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.linux.FfmLibc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkNamespaceFileTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void makeOne() {
    assumeTrue(new FfmLibc().geteuid() == 0, "not root");
    file = directory.resolve("netns");
    new NetworkNamespaceFile(new FfmLibc()).create(file);
  }

  @AfterEach
  void remove() throws IOException, InterruptedException {
    if (file != null) {
      host("umount", file.toString());
    }
  }

  @Test
  void itIsANewOneWithItsLoopbackUp() throws IOException, InterruptedException {
    assertNotEquals(
        Files.getAttribute(Path.of("/proc/self/ns/net"), "unix:ino"),
        Files.getAttribute(file, "unix:ino"));
    String links = host("nsenter", "--net=" + file, "ip", "-o", "link", "show", "up");
    assertTrue(links.contains(": lo: "), links);
    assertEquals(1, links.lines().count(), links);
  }

  @Test
  void thisProcessIsStillWhereItWas() throws IOException {
    assertEquals(
        Files.getAttribute(Path.of("/proc/self/ns/net"), "unix:ino"),
        Files.getAttribute(Path.of("/proc/thread-self/ns/net"), "unix:ino"));
  }

  @Test
  void aFileThatExistsIsNotTakenOver() {
    ErrnoException failure =
        assertThrows(
            ErrnoException.class, () -> new NetworkNamespaceFile(new FfmLibc()).create(file));
    assertEquals(Errno.EEXIST, failure.errno());
  }

  private static String host(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
