package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What of the host is shown inside, and what is mounted there beside it.
@WithJcr
class VolumesIT {
  @TempDir Path directory;
  private Path shared;

  @BeforeEach
  void makeShared() throws IOException {
    shared = Files.createDirectories(directory.resolve("shared"));
    Files.writeString(shared.resolve("file"), "of the host\n");
  }

  /// JUnit warns of links that lead out of a temporary directory.
  @AfterEach
  void removeRootfs() {
    Jcr.host("rm", "-rf", "--one-file-system", directory.resolve("rootfs").toString());
  }

  private Path copyOfRootfs(Jcr jcr) {
    Path copy = directory.resolve("rootfs");
    Jcr.host("cp", "-a", jcr.rootfs().toString(), copy.toString());
    return copy;
  }

  @Test
  void aDirectoryIsReadAndWritten(Jcr jcr) throws IOException {
    Result result =
        jcr.inside(
            "--net=none",
            "-v",
            shared + ":/mnt",
            "--",
            "sh",
            "-c",
            "cat /mnt/file; echo of the container > /mnt/new");

    assertEquals("of the host", result.line());
    assertEquals("of the container\n", Files.readString(shared.resolve("new")));
  }

  @Test
  void aFileAtAPlaceThatIsNotThereYet(Jcr jcr) {
    assertEquals(
        "of the host",
        jcr.inside(
                "--net=none",
                "-v",
                shared.resolve("file") + ":/new/place/file",
                "--",
                "cat",
                "/new/place/file")
            .line());
    assertFalse(Files.exists(jcr.rootfs().resolve("new")));
  }

  @Test
  void readOnlyIsReadOnly(Jcr jcr) throws IOException {
    String script =
        "echo x > /mnt/new; echo x >> /mnt/file; rm /mnt/file; chmod 0 /mnt/file; mkdir /mnt/d; "
            + "touch /mnt/file; mount -o remount,rw /mnt; cat /mnt/file";
    Result result = jcr.run("--net=none", "-v", shared + ":/mnt:ro", "--", "sh", "-c", script);

    assertEquals("of the host", result.exited(0).line());
    assertEquals(
        6,
        result.errors().lines().filter(line -> line.contains("Read-only")).count(),
        result.errors());
    assertEquals("of the host\n", Files.readString(shared.resolve("file")));
  }

  @Test
  void readOnlyReachesWhatIsMountedBelow(Jcr jcr) throws IOException {
    Path below = Files.createDirectory(shared.resolve("below"));
    Jcr.host("mount", "-t", "tmpfs", "tmpfs", below.toString());
    try {
      Result result =
          jcr.run(
              "--net=none", "-v", shared + ":/mnt:ro", "--", "sh", "-c", "echo x > /mnt/below/x");

      assertTrue(result.errors().contains("Read-only"), result.errors());
      assertFalse(Files.exists(below.resolve("x")));
    } finally {
      Jcr.host("umount", below.toString());
    }
  }

  /// Below the target another link may be: `evil -> ../../../etc`.
  @ParameterizedTest
  @ValueSource(strings = {"../../../etc", "/etc", "../../../../../../../../../etc"})
  void aLinkInTheRootFileSystemLeadsNowhereElse(String target, Jcr jcr) throws IOException {
    Path rootfs = copyOfRootfs(jcr);
    Files.createSymbolicLink(rootfs.resolve("evil"), Path.of(target));
    long before = Files.getLastModifiedTime(Path.of("/etc")).toMillis();

    Result result =
        jcr.inside(
            "--net=none",
            "--rootfs",
            "" + rootfs,
            "-v",
            shared + ":/evil/e2e",
            "--",
            "ls",
            "/etc/e2e");

    assertEquals(List.of("file"), result.lines());
    assertFalse(Files.exists(Path.of("/etc/e2e")));
    assertEquals(before, Files.getLastModifiedTime(Path.of("/etc")).toMillis());
  }

  @Test
  void aLinkInsteadOfEtcLeadsNowhereElse(Jcr jcr) throws IOException {
    Path rootfs = copyOfRootfs(jcr);
    Files.move(rootfs.resolve("etc"), rootfs.resolve("usr/etc"));
    Files.createSymbolicLink(rootfs.resolve("etc"), Path.of("../../../usr/etc"));

    assertEquals(
        "box",
        jcr.inside(
                "--net=none",
                "--hostname=box",
                "--rootfs",
                "" + rootfs,
                "--",
                "cat",
                "/usr/etc/hostname")
            .line());
  }

  @Test
  void procOfTheHostIsNoWayOut(Jcr jcr) throws IOException {
    Path rootfs = copyOfRootfs(jcr);
    for (String link : List.of("/proc/self/fd", "/proc/self/root/etc", "/proc/1/root")) {
      Files.createSymbolicLink(rootfs.resolve("evil" + link.length()), Path.of(link));
      jcr.run(
          "--net=none",
          "--rootfs",
          "" + rootfs,
          "-v",
          shared.resolve("file") + ":/evil" + link.length() + "/e2e",
          "--",
          "true");
      assertFalse(Files.exists(Path.of("/etc/e2e")), link);
      assertFalse(Files.exists(Path.of("/e2e")), link);
    }
  }

  @Test
  void theWorkingDirectoryCannotBeADescriptorOfJcr(Jcr jcr) {
    for (int fd = 3; fd < 12; fd++) {
      Result result =
          jcr.run("--net=none", "-w", "/proc/self/fd/" + fd, "--", "cat", "../../etc/hostname");
      assertEquals("", result.exited(125).output());
    }
  }

  @Test
  void aVolumeInATmpfs(Jcr jcr) {
    assertEquals(
        "of the host",
        jcr.inside(
                "--net=none",
                "--tmpfs",
                "/mnt",
                "-v",
                shared + ":/mnt/below",
                "--",
                "cat",
                "/mnt/below/file")
            .line());
  }

  @Test
  void tmpfsIsEmptyAndOfTheSizeAskedFor(Jcr jcr) {
    Json mount =
        jcr.inside("--net=none", "--tmpfs", "/root:size=1M,mode=700", "--", "jcr-probe", "mounts")
            .json()
            .get("mounts")
            .with("target", "/root");

    assertEquals("tmpfs", mount.get("type").text());
    assertTrue(mount.get("superOptions").strings().contains("size=1024k"), mount.toString());
    assertTrue(
        mount.get("options").strings().containsAll(List.of("nosuid", "nodev")), mount.toString());
    jcr.run(
            "--net=none",
            "--tmpfs",
            "/root:size=1M",
            "--",
            "dd",
            "if=/dev/zero",
            "of=/root/x",
            "bs=1M",
            "count=2")
        .exited(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlay", "bind"})
  void aReadOnlyRootIsReadOnly(String filesystem, Jcr jcr) {
    Path rootfs = copyOfRootfs(jcr);
    String script =
        "echo x > /new; mkdir /etc/d; touch /tmp/x; echo x > /dev/shm/fine && echo fine";
    Result result =
        jcr.run(
            "--net=none",
            "--fs=" + filesystem,
            "--read-only",
            "--rootfs",
            "" + rootfs,
            "--",
            "sh",
            "-c",
            script);

    assertEquals("fine", result.exited(0).line());
    assertEquals(
        3,
        result.errors().lines().filter(line -> line.contains("Read-only")).count(),
        result.errors());
    assertFalse(Files.exists(rootfs.resolve("new")));
  }

  @Test
  void aReadOnlyRootWithSomethingWritable(Jcr jcr) {
    jcr.inside(
        "--net=none",
        "--read-only",
        "--tmpfs",
        "/tmp",
        "-v",
        shared + ":/mnt",
        "--",
        "sh",
        "-c",
        "echo x > /tmp/x && echo x > /mnt/x");
    assertTrue(Files.exists(shared.resolve("x")));
  }
}
