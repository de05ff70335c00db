package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--userns`.
@WithJcr
class UserNamespaceIT {
  @Test
  void eachContainerHasIdsOfItsOwn(Jcr jcr) {
    try (Started one = jcr.start("--userns=auto", "--", "sig-print");
        Started two = jcr.start("--userns=auto", "--", "sig-print")) {
      assertNotEquals(
          one.container().status("Uid").orElseThrow(), two.container().status("Uid").orElseThrow());
    }
  }

  @Test
  void theContainersRootOwnsItsFilesAndOthersKeepTheirs(Jcr jcr) {
    Result seen =
        jcr.inside(
            "--userns=200000:65536",
            "--",
            "sh",
            "-c",
            "stat -c %u / /etc/passwd /home/student; touch /etc/passwd && echo changed");
    assertEquals(List.of("0", "0", "1000", "changed"), seen.lines());
  }

  @Test
  void whatItWritesThroughBindIsTheHostRoots(Jcr jcr) throws IOException {
    Path file = jcr.rootfs().resolve("tmp/jcr-written");
    try {
      jcr.inside("--userns=200000:65536", "--fs=bind", "--", "touch", "/tmp/jcr-written");
      assertEquals(0, Files.getAttribute(file, "unix:uid"));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /// Files of the host's ids 0 and 1000 are those of 0 and 1000 inside, and the reverse.
  @Test
  void theIdsOfAVolumeAreMapped(Jcr jcr, @TempDir Path dir) throws IOException {
    Path owned = Files.createFile(dir.resolve("owned"));
    Files.setAttribute(owned, "unix:uid", 1000);
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
    Result seen =
        jcr.inside(
            "--userns=200000:65536",
            "-v",
            dir + ":/data",
            "-v",
            owned + ":/file:ro",
            "--",
            "sh",
            "-c",
            "stat -c %u /data /data/owned /file; echo x >/data/made; chown 7 /data/made; echo x"
                + " 2>/dev/null >/file || echo read-only");
    assertEquals(List.of("0", "1000", "1000", "read-only"), seen.lines());
    assertEquals(7, Files.getAttribute(dir.resolve("made"), "unix:uid"));
  }

  @Test
  void aVolumeIsLeftAsItIsWhenAskedFor(Jcr jcr, @TempDir Path dir) {
    assertEquals(
        "65534",
        jcr.inside(
                "--userns=200000:65536", "-v", dir + ":/x:noidmap", "--", "stat", "-c", "%u", "/x")
            .line());
  }

  @Test
  void aVolumeThatCannotMapIdsIsRefusedWithTheCure(Jcr jcr) {
    jcr.run("--userns=auto", "-v", "/proc:/host", "--", "true")
        .failed(125, "jcr: .*/proc.*EINVAL.*cannot map ids: with the volume option noidmap.*");
  }

  @Test
  void limitsHoldAndUsersChange(Jcr jcr) {
    assertEquals(
        "1000",
        jcr.inside("--userns=auto", "--user=1000", "--limit=pids:32", "--", "id", "-u").line());
  }

  @Test
  void theTimeNamespaceIsNewWhenAskedFor(Jcr jcr) {
    Json seen =
        jcr.inside("--ns=clone:time", "--", "jcr-probe", "namespaces").json().get("namespaces");
    assertNotEquals(Proc.self().namespace("time"), seen.get("time").number());
  }

  @Test
  void whatDoesNotGoTogetherIsRefused(Jcr jcr) {
    jcr.run("--userns=auto", "--net=host", "--", "true").failed(2, "jcr: .*--net=host.*");
    jcr.run("--userns=200000:1000", "--user=1000", "--", "true")
        .failed(2, "jcr: --user: user 1000 .*");
    jcr.run("--userns=5", "--", "true").failed(2, "jcr: --userns=5: expected.*");
    jcr.run("--userns=auto", "--ns=clone:user", "--", "true").failed(2, "jcr: --userns=auto: .*");
  }
}
