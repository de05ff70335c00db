package io.jcr.plugins.limiter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UnsupportedException;
import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The paths do not exist, so that no symbolic link of this machine is on their way.
class RootDevicesTest {
  private static final Path LAYER = Path.of("/jcr-test/data/c1");
  private static final Path ROOT = Path.of("/jcr-test/rootfs");

  @Test
  void theDeepestMountHasTheDisk() {
    assertEquals(
        List.of("8:32", "8:16"),
        disks(
            """
            24 1 8:0 / / rw - ext4 /dev/sda rw
            25 24 8:16 / /jcr-test rw shared:7 master:2 - xfs /dev/sdb rw
            26 25 8:32 / /jcr-test/data rw - ext4 /dev/sdc rw
            27 25 8:48 / /jcr-test/dat rw - ext4 /dev/sdd rw
            """));
  }

  @Test
  void ofMountsOnOneDirectoryTheLastHides() {
    assertEquals(
        List.of("8:16"),
        disks("24 1 8:0 / / rw - ext4 /dev/sda rw\n25 24 8:16 / / rw - ext4 /dev/sdb rw\n"));
  }

  @Test
  void aPartitionStandsForItsDisk() {
    StubHostFacts facts =
        facts("24 1 259:2 / / rw - ext4 /dev/nvme0n1p2 rw\n")
            .withFile(Path.of("/sys/dev/block/259:2/partition"), "2\n")
            .withFile(Path.of("/sys/dev/block/259:2/../dev"), "259:0\n");
    assertEquals(List.of("259:0"), disks(facts));
  }

  @Test
  void aFileSystemWithoutANumberIsKnownByItsSource() {
    StubHostFacts facts =
        facts("24 1 0:30 /@ / rw - btrfs /dev/jcr-test-disk rw\n")
            .withFile(Path.of("/sys/class/block/jcr-test-disk/dev"), "8:16\n");
    assertEquals(List.of("8:16"), disks(facts));
  }

  @Test
  void whatLiesInMemoryIsNotLimitedButTheWritableLayerMustBe() {
    String disk = "24 1 8:0 / / rw - ext4 /dev/sda rw\n";
    assertEquals(
        List.of("8:0"), disks(disk + "25 24 0:40 / /jcr-test/rootfs ro - tmpfs tmpfs rw\n"));
    assertEquals(
        "limiter x: the writable layer /jcr-test/data/c1 is on tmpfs, which has no disk whose io"
            + " could be limited (choose a directory on a disk with JCR_ROOT)",
        assertThrows(
                UnsupportedException.class,
                () -> disks(disk + "25 24 0:40 / /jcr-test/data rw - tmpfs tmpfs rw\n"))
            .getMessage());
  }

  @Test
  void blanksInDirectoriesAreEscaped() {
    StubHostFacts facts = facts("25 24 8:16 / /jcr-test/a\\040b rw - ext4 /dev/sdb rw\n");
    Path directory = Path.of("/jcr-test/a b");
    assertEquals(
        List.of("8:16"), List.copyOf(new RootDevices(facts).of("x", directory, directory)));
  }

  private static List<String> disks(String mountinfo) {
    return disks(facts(mountinfo));
  }

  private static List<String> disks(StubHostFacts facts) {
    return List.copyOf(new RootDevices(facts).of("limiter x", LAYER, ROOT));
  }

  private static StubHostFacts facts(String mountinfo) {
    return StubHostFacts.root().withFile(Machine.MOUNTINFO, mountinfo);
  }
}
