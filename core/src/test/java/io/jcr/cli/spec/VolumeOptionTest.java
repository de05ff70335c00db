package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.Mount;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeOptionTest {
  @TempDir Path temporary;
  private Path host;

  @BeforeEach
  void realPath() throws IOException {
    host = temporary.toRealPath();
    Files.createDirectory(host.resolve("data"));
  }

  @Test
  void isRecursiveAndWritableByDefault() {
    Mount mount = VolumeOption.parse(host + "/data:/srv");
    assertEquals(new Mount("/srv", "bind", host + "/data", List.of("rbind")), mount);
    assertEquals(
        new InitOp.BindMount("/r", host + "/data", "/srv", 0, 1),
        MountFlags.operation(mount, "/r"));
  }

  @Test
  void readOnlyReachesTheMountsBelow() {
    Mount mount = VolumeOption.parse(host + "/data:/srv:ro,nosuid,nodev,noexec");
    assertEquals(List.of("rbind", "ro", "nosuid", "nodev", "noexec"), mount.options());
    assertEquals(
        new InitOp.BindMount("/r", host + "/data", "/srv", 0xf, 1),
        MountFlags.operation(mount, "/r"));
  }

  @Test
  void bindIsNotRecursive() {
    Mount mount = VolumeOption.parse(host + "/data:/srv:bind,rw");
    assertEquals(
        new InitOp.BindMount("/r", host + "/data", "/srv", 0, 0),
        MountFlags.operation(mount, "/r"));
  }

  @Test
  void relativeSourceIsInTheWorkingDirectory() {
    assertEquals(host + "/data", VolumeOption.parse("data:/srv", host).source());
    assertEquals(host.toString(), VolumeOption.parse(".:/srv", host).source());
  }

  @Test
  void sourceMayBeAFileAndALinkIsFollowed() throws IOException {
    Files.createFile(host.resolve("file"));
    Files.createSymbolicLink(host.resolve("link"), Path.of("file"));
    assertEquals(host + "/file", VolumeOption.parse("link:/etc/file", host).source());
  }

  @Test
  void destinationIsNormalized() {
    assertEquals("/srv/x", VolumeOption.parse("data://srv/./y/../x/", host).destination());
    assertEquals("/etc", VolumeOption.parse("data:/../../etc", host).destination());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "data|expected SRC:DST[:OPTION,…], a directory or file of the host first",
        "/srv|expected SRC:DST[:OPTION,…], a directory or file of the host first",
        ":/srv|expected SRC:DST[:OPTION,…], a directory or file of the host first",
        "a:b:c:d|expected SRC:DST[:OPTION,…], a directory or file of the host first",
        "data:srv|'srv' is not an absolute path inside the container",
        "data:|'' is not an absolute path inside the container",
        "data:/|the container's root itself cannot be mounted over, use --rootfs for it",
        "data:/a/..|the container's root itself cannot be mounted over, use --rootfs for it",
        "data:/srv:z|unknown option 'z', choose from ro, rw, nosuid, nodev, noexec, noatime, bind,"
            + " rbind, noidmap",
        "data:/srv:ro,|unknown option '', choose from ro, rw, nosuid, nodev, noexec, noatime, bind,"
            + " rbind, noidmap",
        "data:/srv:ro,ro|'ro' is given twice",
        "data:/srv:ro,rw|'ro' and 'rw' exclude each other",
        "data:/srv:rbind,bind|'bind' and 'rbind' exclude each other",
      })
  void malformedIsRefused(String option, String message) {
    assertEquals("--volume " + option + ": " + message, refused(option));
  }

  @Test
  void missingSourceIsRefused() throws IOException {
    Files.createSymbolicLink(host.resolve("dangling"), Path.of("nowhere"));
    for (String source : List.of("nothere", "dangling")) {
      assertEquals(
          "--volume " + source + ":/srv: " + host.resolve(source) + " does not exist on the host",
          refused(source + ":/srv"));
    }
  }

  private String refused(String option) {
    return assertThrows(UsageException.class, () -> VolumeOption.parse(option, host)).getMessage();
  }
}
