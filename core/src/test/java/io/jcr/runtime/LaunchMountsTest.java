package io.jcr.runtime;

import static io.jcr.runtime.PlannedLaunch.ROOT;
import static io.jcr.runtime.PlannedLaunch.first;
import static io.jcr.runtime.PlannedLaunch.mountOn;
import static io.jcr.runtime.PlannedLaunch.only;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Mount;
import io.jcr.api.User;
import io.jcr.api.op.InitOp;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The order in which a container gets its files.
class LaunchMountsTest {
  private final PlannedLaunch launch = new PlannedLaunch();

  @Test
  void propagationIsCutBeforeAnyMount() {
    List<InitOp> ops = launch.inside();
    int cut = only(ops, InitOp.MountPropagation.class);
    assertEquals(new InitOp.MountPropagation("/", 0x4000 | 1 << 18), ops.get(cut));
    int mount = first(ops, op -> op instanceof InitOp.MountOp || op instanceof InitOp.BindMount);
    assertTrue(cut < mount, cut + " < " + mount);
  }

  @Test
  void everythingIsMountedBelowTheRootBeforeItIsEntered() {
    List<InitOp> ops = launch.inside();
    int entered = ops.indexOf(launch.pivot);
    assertEquals(
        first(ops, launch.overlay::equals), first(ops, op -> op instanceof InitOp.MountOp));
    assertAll(
        ops.stream()
            .filter(op -> !op.equals(launch.overlay))
            .filter(LaunchMountsTest::isInRoot)
            .map(op ->
                () -> {
                  assertTrue(ops.indexOf(op) < entered, op + " before " + launch.pivot);
                  assertTrue(
                      op.toString().contains("root=" + ROOT), op + " is resolved in " + ROOT);
                }));
  }

  @Test
  void mountsComeInLayers() {
    launch.assertOrder(
        mountOn("/dev"),
        mountOn("/dev/pts"),
        mountOn("/sys"),
        mountOn("/sys/fs/cgroup"),
        mountOn("/etc"),
        mountOn("/etc/hosts"));
  }

  @Test
  void whatTheUserMountsTakesThePlaceOfWhatEveryContainerGets() {
    launch.volume = new Mount("/etc/hosts", "bind", "/srv/hosts", List.of("rbind"));
    launch.spec = launch.spec(true, true, true, User.ROOT);
    List<InitOp> hosts = launch.inside().stream().filter(mountOn("/etc/hosts")).toList();
    assertEquals(List.of(new InitOp.BindMount(ROOT, "/srv/hosts", "/etc/hosts", 0, 1)), hosts);
  }

  @Test
  void aDevOfTheHostIsLeftAlone() {
    launch.volume = new Mount("/dev", "bind", "/dev", List.of("rbind"));
    ContainerSpec spec = launch.spec(true, false, true, User.ROOT);
    launch.spec = spec.withMounts(List.of(launch.volume));
    assertTrue(launch.inside().stream().noneMatch(InitOp.Mknod.class::isInstance));
  }

  @Test
  void devicesAreMadeInTheDevThatWasMounted() {
    List<InitOp> ops = launch.inside();
    int dev = first(ops, mountOn("/dev"));
    List<InitOp> devices = new DeviceSteps(ROOT, false).list(OciDefaults.devices());
    assertFalse(devices.isEmpty());
    assertAll(
        devices.stream()
            .map(device -> () -> assertTrue(ops.indexOf(device) > dev, device + " after /dev")));
  }

  @Test
  void pathsAreHiddenOnceTheRootWasEntered() {
    launch.assertOrder(
        launch.pivot, new InitOp.MaskPath("/proc/kcore"), new InitOp.ReadonlyPath("/proc/sys"));
    List<InitOp> ops = launch.inside();
    int readOnly = ops.indexOf(new InitOp.MountSetattr("/", 1, 0));
    assertTrue(readOnly > ops.indexOf(launch.pivot), ops.toString());
  }

  @Test
  void aWritableRootStaysWritable() {
    launch.spec = launch.spec(false, true, true, User.ROOT);
    assertTrue(launch.inside().stream().noneMatch(new InitOp.MountSetattr("/", 1, 0)::equals));
  }

  private static boolean isInRoot(InitOp op) {
    return op instanceof InitOp.MountOp
        || op instanceof InitOp.BindMount
        || op instanceof InitOp.Mkdir
        || op instanceof InitOp.Mknod
        || op instanceof InitOp.Symlink;
  }
}
