package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example `docs/examples/filesystem-btrfs`, on a btrfs: containers write to snapshots, which
/// go with them.
@WithJcr
class BtrfsIT {
  private static final String CLASS = "com.example.btrfs.BtrfsFilesystem";
  private static final Path SOURCE =
      Path.of("..", "docs/examples/filesystem-btrfs/src/main/java", CLASS.replace('.', '/'));

  @TempDir Path directory;
  private BtrfsDisk disk;
  private Jcr jcr;

  @BeforeEach
  void mount(Jcr built) throws IOException {
    Path plugins = Files.createDirectory(directory.resolve("plugins"));
    String source = Files.readString(Path.of(SOURCE + ".java"));
    new PluginJar("btrfs", "^0.1.1", "io.jcr.spi.Filesystem", CLASS, source)
        .writeTo(plugins.resolve("btrfs.jar"), directory);
    disk = BtrfsDisk.mount(directory, built);
    jcr = disk.used(built).with("JCR_PLUGIN_PATH", plugins.toString());
  }

  @AfterEach
  void unmount() {
    if (disk != null) {
      disk.close();
    }
  }

  private String rootfs() {
    return "--rootfs=" + disk.base();
  }

  private void assertNothingLeft() {
    assertEquals(List.of("base"), disk.subvolumes());
  }

  @Test
  void aContainerWritesToASnapshot() {
    String said =
        jcr.inside("--fs=btrfs", rootfs(), "--", "sh", "-c", "echo mine >/new; cat /new").line();
    assertEquals("mine", said);
    assertFalse(Files.exists(disk.base().resolve("new")));
    assertNothingLeft();
  }

  @Test
  void twoAtOnceHaveOneEach() throws IOException {
    String[] command = {
      "--fs=btrfs", rootfs(), "--", "sh", "-c", "echo $$ >>/new; echo up; read end; cat /new"
    };
    try (Started one = jcr.start(command);
        Started two = jcr.start(command)) {
      one.awaitLine("up");
      two.awaitLine("up");
      assertEquals(3, disk.subvolumes().size());
      one.closeInput();
      two.closeInput();
      assertEquals(List.of("up", "1"), one.awaitEnd().exited(0).lines());
      assertEquals(List.of("up", "1"), two.awaitEnd().exited(0).lines());
    }
    assertNothingLeft();
  }

  @Test
  void inAUserNamespaceItsRootOwnsTheFiles() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    Requires.openToAll(directory);
    assertEquals(
        "0",
        jcr.inside("--userns=auto", "--fs=btrfs", rootfs(), "--", "stat", "-c", "%u", "/bin")
            .line());
    assertNothingLeft();
  }

  @Test
  void aKeptContainerFindsItsFilesAgainUntilItIsRemoved() throws IOException {
    String[] run = {"run", "-d", "--name=kept", "--fs=btrfs", rootfs(), "--"};
    jcr.call(with(run, "sh", "-c", "echo again >>/log; sleep 1000")).exited(0);
    jcr.call("exec", "kept", "sh", "-c", "until grep again /log; do sleep 0.01; done").exited(0);
    jcr.call("stop", "-t", "0", "kept").exited(0);
    assertEquals("again\n", Files.readString(disk.rootOf("kept").resolve("log")));
    jcr.call("start", "kept").exited(0);
    jcr.call("exec", "kept", "sh", "-c", "until grep -c again /log | grep 2; do sleep 0.01; done")
        .exited(0);
    jcr.call("rm", "-f", "kept").exited(0);
    assertNothingLeft();
  }

  private static String[] with(String[] begin, String... more) {
    String[] all = Arrays.copyOf(begin, begin.length + more.length);
    System.arraycopy(more, 0, all, begin.length, more.length);
    return all;
  }

  /// A container can make subvolumes, and make them read-only, which rm(1) then cannot remove; one
  /// that has another in it, the kernel does not remove either.
  @Test
  void ofAKilledOneNothingIsLeftWhateverSubvolumesItMade() {
    try (Started killed =
        jcr.start(
            "--name=killed", "--fs=btrfs", rootfs(), "--", "sh", "-c", "echo up; sleep 1000")) {
      killed.awaitLine("up");
      Path outer = disk.rootOf("killed").resolve("home/outer");
      disk.createSubvolume(outer);
      disk.createSubvolume(outer.resolve("inner"));
      Jcr.host("sh", "-c", "cd '" + outer + "' && for i in $(seq 100); do mkdir d; cd d; done");
      disk.makeReadOnly(outer.resolve("inner"));
      disk.makeReadOnly(outer);
      disk.makeReadOnly(disk.rootOf("killed"));
      killed.signal(LibC.SIGKILL);
      killed.awaitEnd().exited(128 + LibC.SIGKILL);
    }
    assertEquals(4, disk.subvolumes().size());
    Result told = jcr.gc(); // it may also find what other tests have left to it
    assertTrue(told.lines().contains("removed container killed"), told::output);
    assertNothingLeft();
  }

  @Test
  void whatCannotBeIsSaidInASentence() throws IOException {
    Path plain = Files.createDirectory(disk.directory().resolve("plain"));
    jcr.run("--fs=btrfs", "--rootfs=" + plain, "--", "true")
        .failed(
            125,
            "jcr: filesystem btrfs: snapshot of "
                + plain
                + ": it is not a btrfs subvolume \\(btrfs subvolume create\\)");
    jcr.run("--fs=btrfs", "--", "true")
        .failed(125, "jcr: filesystem btrfs: snapshot of .*: it is not a btrfs subvolume .*");
    jcr.with("JCR_ROOT", directory.resolve("elsewhere").toString())
        .run("--fs=btrfs", rootfs(), "--", "true")
        .failed(
            125,
            "jcr: filesystem btrfs: snapshot of .* at .*: they are not in the same btrfs file"
                + " system: choose another --root");
    jcr.run("--fs=btrfs:size=1G", rootfs(), "--", "true")
        .failed(2, "jcr: --fs=btrfs: unknown option 'size=?.*': it takes none");
    assertNothingLeft();
  }

  @Test
  void itIsVerifiedWithARootAndAStateOfItsOwn() {
    Result verified =
        jcr.call("plugins", "verify", rootfs(), directory.resolve("plugins/btrfs.jar").toString());
    assertTrue(verified.output().contains(" 0 FAILED, 0 skipped"), verified::output);
    verified.exited(0);
    assertNothingLeft();
  }
}
