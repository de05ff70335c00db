package io.jcr.rootfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerChangesTest {
  private final Libc libc = new FfmLibc();
  @TempDir Path dir;
  private Path upper;
  private Path lower;

  @BeforeEach
  void make() throws IOException {
    upper = Files.createDirectory(dir.resolve("upper"));
    lower = Files.createDirectory(dir.resolve("lower"));
  }

  private List<String> find(String... mountPoints) {
    return new LayerChanges(libc, Set.of(mountPoints))
        .find(upper, lower).stream().map(c -> c.kind().letter() + " " + c.path()).toList();
  }

  private static void file(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }

  @Test
  void whatIsNewIsAddedAndWhatWasThereIsChanged() throws IOException {
    file(lower.resolve("etc/passwd"));
    file(lower.resolve("etc/other"));
    file(upper.resolve("etc/passwd"));
    file(upper.resolve("srv/www/index"));
    assertEquals(
        List.of("C /etc", "C /etc/passwd", "A /srv", "A /srv/www", "A /srv/www/index"), find());
  }

  @Test
  void aContainerThatNeverRanHasChangedNothing() throws IOException {
    Files.delete(upper);
    assertEquals(List.of(), find());
  }

  @Test
  void aMountPointThatJcrMadeIsNoChange() throws IOException {
    file(lower.resolve("etc/passwd"));
    file(upper.resolve("etc/hosts"));
    Files.createDirectories(upper.resolve("data/volume"));
    Files.createDirectories(upper.resolve("empty"));
    assertEquals(List.of("A /empty"), find("/etc/hosts", "/data/volume"));
    file(upper.resolve("etc/passwd"));
    assertEquals(
        List.of("A /empty", "C /etc", "C /etc/passwd"), find("/etc/hosts", "/data/volume"));
  }

  @Test
  void aLinkBelowIsNotFollowed() throws IOException {
    file(dir.resolve("outside/secret"));
    Files.createSymbolicLink(lower.resolve("link"), dir.resolve("outside"));
    file(upper.resolve("link/secret"));
    assertEquals(List.of("C /link", "A /link/secret"), find());
  }

  @Test
  void aLinkAboveIsNotFollowed() throws IOException {
    file(dir.resolve("outside/secret"));
    Files.createSymbolicLink(upper.resolve("link"), dir.resolve("outside"));
    assertEquals(List.of("A /link"), find());
  }

  @Test
  void aWhiteoutIsADeletion() throws IOException {
    assumeTrue(libc.geteuid() == 0, "not root");
    file(lower.resolve("etc/passwd"));
    Files.createDirectory(upper.resolve("etc"));
    libc.mknod(upper.resolve("etc/passwd"), Libc.S_IFCHR, 0, 0);
    libc.mknod(upper.resolve("etc/never"), Libc.S_IFCHR, 0, 0);
    assertEquals(List.of("C /etc", "D /etc/passwd"), find());
  }

  @Test
  void anOpaqueDirectoryHidesWhatIsBelow() throws IOException {
    assumeTrue(libc.geteuid() == 0, "not root");
    file(lower.resolve("d/gone/file"));
    file(lower.resolve("d/again/old"));
    file(lower.resolve("d/kept"));
    file(upper.resolve("d/kept"));
    file(upper.resolve("d/again/new"));
    libc.lsetxattr(upper.resolve("d"), "trusted.overlay.opaque", new byte[] {'y'});
    assertEquals(
        List.of("C /d", "C /d/again", "A /d/again/new", "D /d/again/old", "D /d/gone", "C /d/kept"),
        find());
  }
}
