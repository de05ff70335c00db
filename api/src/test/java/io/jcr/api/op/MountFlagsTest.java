package io.jcr.api.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.Mount;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountFlagsTest {
  @Test
  void optionsThatAreNoFlagsGoToTheFileSystem() {
    Mount mount = new Mount("/tmp", "tmpfs", "tmpfs", List.of("nosuid", "mode=755", "size=64k"));
    assertEquals(
        new InitOp.MountOp(
            "/root", "tmpfs", "/tmp", "tmpfs", MountFlags.MS_NOSUID, "mode=755,size=64k"),
        MountFlags.operation(mount, "/root"));
  }

  @Test
  void aMountCanBeMadeReadOnlyAfterwards() {
    Mount mount = new Mount("/tmp", "tmpfs", "tmpfs", List.of("remount", "ro"));
    assertEquals(
        new InitOp.MountOp(
            "", "tmpfs", "/tmp", "tmpfs", MountFlags.MS_REMOUNT | MountFlags.MS_RDONLY, ""),
        MountFlags.operation(mount, ""));
  }

  @Test
  void aBindMountHasAttributesAndIsRecursiveWhenAsked() {
    Mount mount = new Mount("/data", "bind", "/srv", List.of("rbind", "ro", "nodev"));
    assertEquals(
        new InitOp.BindMount(
            "/root",
            "/srv",
            "/data",
            MountFlags.MOUNT_ATTR_RDONLY | MountFlags.MOUNT_ATTR_NODEV,
            1),
        MountFlags.operation(mount, "/root"));
  }
}
