package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.LinuxDevice;
import io.jcr.api.op.InitOp;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceStepsTest {
  private static final String ROOT = "/run/c1/rootfs";
  private static final LinuxDevice NULL = character("/dev/null", 3, 0, 0);
  private static final List<InitOp> LINKS =
      List.of(
          new InitOp.Symlink(ROOT, "/proc/self/fd", "/dev/fd"),
          new InitOp.Symlink(ROOT, "/proc/self/fd/0", "/dev/stdin"),
          new InitOp.Symlink(ROOT, "/proc/self/fd/1", "/dev/stdout"),
          new InitOp.Symlink(ROOT, "/proc/self/fd/2", "/dev/stderr"),
          new InitOp.Symlink(ROOT, "pts/ptmx", "/dev/ptmx"));

  @Test
  void theLinksAreAlwaysThere() {
    assertEquals(LINKS, new DeviceSteps(ROOT, false).list(List.of()));
    assertEquals(LINKS, new DeviceSteps(ROOT, true).list(List.of()));
  }

  @Test
  void aNodeIsMadeBeforeItsOwnerIsSet() {
    LinuxDevice owned = character("/dev/fuse", 229, 1000, 5);
    assertEquals(
        List.of(
            new InitOp.Mknod(ROOT, "/dev/null", 0020666, 1, 3),
            new InitOp.Mknod(ROOT, "/dev/fuse", 0020666, 1, 229),
            new InitOp.Chown(ROOT + "/dev/fuse", 1000, 5)),
        new DeviceSteps(ROOT, false).list(List.of(NULL, owned)).subList(0, 3));
  }

  @Test
  void theTypeIsPartOfTheMode() {
    LinuxDevice disk = new LinuxDevice("/dev/sda", LinuxDevice.Type.BLOCK, 8, 0, 0600, 0, 0);
    assertEquals(
        new InitOp.Mknod(ROOT, "/dev/sda", 0060600, 8, 0),
        new DeviceSteps(ROOT, false).list(List.of(disk)).getFirst());
  }

  @Test
  void inAUserNamespaceTheHostsNodesAreShown() {
    assertEquals(
        new InitOp.BindMount(ROOT, "/dev/null", "/dev/null", 0, 0),
        new DeviceSteps(ROOT, true).list(List.of(NULL)).getFirst());
  }

  private static LinuxDevice character(String path, long minor, long uid, long gid) {
    return new LinuxDevice(path, LinuxDevice.Type.CHAR, 1, minor, 0666, uid, gid);
  }
}
