package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `--rootfs` takes what tar(1) has made.
@WithJcr
class ArchiveIT {
  @TempDir Path directory;

  /// With a state root of its own: what was unpacked goes with the archive.
  private Jcr apart(Jcr jcr) {
    return jcr.with("JCR_ROOT", directory.resolve("state").toString());
  }

  private Path archive(Jcr jcr, String name, String... options) throws IOException {
    Path root = directory.resolve("root");
    if (!Files.exists(root)) {
      Jcr.host("cp", "-a", jcr.rootfs().toString(), root.toString());
      Files.writeString(root.resolve("mark"), "from the archive\n");
      Jcr.host("chown", "123:456", root.resolve("mark").toString());
    }
    Path archive = directory.resolve(name);
    List<String> command = new ArrayList<>(List.of("tar", "-C", root.toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-cf", archive.toString(), "."));
    Jcr.host(command.toArray(String[]::new));
    return archive;
  }

  @ParameterizedTest
  @CsvSource({
    "root.tar, --format=gnu, tar",
    "root.tar.gz, --gzip, gzip",
    "root.tar.xz, --xz, xz",
    "root.tar.zst, --zstd, zstd",
    "named-like-nothing, --gzip, gzip"
  })
  void runsFrom(String name, String option, String program, Jcr built) throws IOException {
    Jcr jcr = apart(built);
    Requires.command(program, program.equals("xz") ? "xz-utils" : program);
    Path archive = archive(jcr, name, option);
    String script = "cat /mark; stat -c '%u:%g %a' /mark /home/student; readlink /bin/sh; hostname";

    Result result =
        jcr.inside(
            "--net=none",
            "--hostname=box",
            "--rootfs",
            archive.toString(),
            "--",
            "sh",
            "-c",
            script);

    assertEquals(
        List.of("from the archive", "123:456 644", "1000:1000 700", "busybox", "box"),
        result.lines());
  }

  @Test
  void writesDoNotComeBack(Jcr built) throws IOException {
    Jcr jcr = apart(built);
    Path archive = archive(jcr, "root.tar");
    jcr.inside("--net=none", "--rootfs", "" + archive, "--", "sh", "-c", "rm /mark; echo x > /new");

    assertEquals(
        "from the archive",
        jcr.inside(
                "--net=none",
                "--rootfs",
                "" + archive,
                "--",
                "sh",
                "-c",
                "cat /mark; [ ! -e /new ]")
            .lines()
            .getFirst());
  }

  @Test
  void twoAtOnceFromTheSame(Jcr built) throws IOException {
    Jcr jcr = apart(built);
    Path archive = archive(jcr, "root.tar.gz", "--gzip");
    String[] arguments = {"--net=none", "--rootfs", "" + archive, "--", "cat", "/mark"};
    try (Started one = jcr.start(arguments);
        Started two = jcr.start(arguments)) {
      assertEquals("from the archive", one.awaitEnd().succeeded().line());
      assertEquals("from the archive", two.awaitEnd().succeeded().line());
    }
  }

  @Test
  void aChangedArchiveIsAnotherRootFileSystem(Jcr built) throws IOException {
    Jcr jcr = apart(built);
    Path archive = archive(jcr, "root.tar");
    jcr.inside("--net=none", "--rootfs", "" + archive, "--", "cat", "/mark");
    Files.writeString(directory.resolve("root/mark"), "changed\n");
    archive(jcr, "root.tar");

    assertEquals(
        "changed", jcr.inside("--net=none", "--rootfs", "" + archive, "--", "cat", "/mark").line());
  }

  @Test
  void whatLeadsOutIsRefused(Jcr built) throws IOException {
    Jcr jcr = apart(built);
    Path outside = directory.resolve("outside");
    Path root = Files.createDirectory(directory.resolve("evil"));
    Files.createSymbolicLink(root.resolve("link"), outside);
    Path archive = directory.resolve("evil.tar");
    Jcr.host("tar", "-C", root.toString(), "-cf", archive.toString(), "link");
    Files.delete(root.resolve("link"));
    Files.createDirectory(root.resolve("link"));
    Files.writeString(root.resolve("link/file"), "x");
    Jcr.host("tar", "-C", root.toString(), "-rf", archive.toString(), "link/file");
    Files.createDirectory(outside);

    Result result = jcr.run("--net=none", "--rootfs", "" + archive, "--", "true");

    assertTrue(
        result.status() == 125 || result.status() == 2 || result.status() == 127, result::toString);
    assertEquals(0, outside.toFile().list().length);
  }

  @Test
  void aBrokenOneIsSaid(Jcr built) throws IOException {
    Jcr jcr = apart(built);
    Path archive = archive(jcr, "root.tar.gz", "--gzip");
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(archive, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    Result result = jcr.run("--net=none", "--rootfs", "" + archive, "--", "true");
    assertTrue(result.status() == 125 || result.status() == 2, result::toString);
    result.failed(result.status(), "jcr: .*root\\.tar\\.gz.*");
  }

  @Test
  void gcRemovesWhatNoContainerUsesWhenAsked(Jcr built) throws IOException {
    Jcr jcr = apart(built);
    jcr.gc(); // a bridge that another test's container was the last to use
    Path archive = archive(jcr, "root.tar");
    String[] run = {
      "--net=none", "--rootfs", "" + archive, "--", "sh", "-c", "echo up; cat /mark -"
    };
    try (Started container = jcr.start(run)) {
      container.awaitLine("up");
      assertEquals(List.of(), jcr.call("gc", "--archives").succeeded().lines());
      container.closeInput();
      container.awaitEnd().succeeded();
    }
    assertEquals(List.of(), jcr.gc().lines());
    Files.delete(archive);
    List<String> findings = jcr.call("doctor").exited(0).lines();
    assertTrue(
        findings.stream()
            .anyMatch(line -> line.matches("note +archives +1 unpacked .*; 1 not needed, .*")),
        findings::toString);
    List<String> said = jcr.call("gc").succeeded().lines();
    assertEquals(2, said.size(), said::toString);
    assertTrue(said.getLast().matches("total reclaimed space: .* MiB"), said::toString);
    String removed = said.getFirst();
    Path unpacked =
        Path.of(removed.replaceFirst("removed unpacked archive (.*): .* is gone", "$1"));
    assertEquals(directory.resolve("state/data/archives"), unpacked.getParent());
    assertFalse(Files.exists(unpacked));
    archive(jcr, "root.tar");
    jcr.inside("--net=none", "--rootfs", "" + archive, "--", "cat", "/mark");
    assertTrue(
        jcr.call("gc", "--archives").succeeded().lines().getFirst().endsWith(": not in use"));
  }
}
