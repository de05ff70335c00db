package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Mount;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciDefaultsTest {
  private static final List<String> DOCKER_MASKS =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/devices/virtual/powercap",
          "/sys/firmware");

  /// Without this machine's processors.
  private static final int MASKED = 24;

  @Test
  void noMountLetsSetuidProgramsIn() {
    for (Mount mount : OciDefaults.mounts()) {
      long flags = MountFlags.of(mount).flags();
      assertTrue((flags & MountFlags.MS_NOSUID) != 0, mount.toString());
      // device nodes live in /dev, terminals in /dev/pts; nowhere else
      boolean devices = mount.destination().equals("/dev") || mount.type().equals("devpts");
      assertEquals(devices, (flags & MountFlags.MS_NODEV) == 0, mount.toString());
    }
  }

  @Test
  void aMountFollowsTheOneItLiesIn() {
    List<String> seen = new ArrayList<>(List.of("/"));
    for (Mount mount : OciDefaults.mounts()) {
      Path parent = Path.of(mount.destination()).getParent();
      assertTrue(seen.contains(parent.toString()), mount.destination());
      seen.add(mount.destination());
    }
    assertEquals(
        List.of("/", "/proc", "/dev", "/dev/pts", "/sys", "/dev/mqueue", "/dev/shm"), seen);
  }

  @Test
  void devptsIsTheContainersOwn() {
    assertEquals(
        new InitOp.MountOp(
            "/r",
            "devpts",
            "/dev/pts",
            "devpts",
            MountFlags.MS_NOSUID | MountFlags.MS_NOEXEC,
            "newinstance,ptmxmode=0666,mode=0620,gid=5"),
        MountFlags.operation(OciDefaults.mounts().get(2), "/r"));
  }

  @Test
  void sysIsReadOnly() {
    Mount sys = OciDefaults.mounts().get(3);
    assertEquals("sysfs", sys.type());
    assertTrue(sys.options().contains("ro"));
  }

  @Test
  void devicesAreTheStandardOnesOnly() {
    List<InitOp> devices = new DeviceSteps("/r", false).list(OciDefaults.devices());
    assertEquals(new InitOp.Mknod("/r", "/dev/null", 0020666, 1, 3), devices.get(0));
    assertEquals(
        List.of(
            "null 1:3",
            "zero 1:5",
            "full 1:7",
            "random 1:8",
            "urandom 1:9",
            "tty 5:0",
            "fd -> /proc/self/fd",
            "stdin -> /proc/self/fd/0",
            "stdout -> /proc/self/fd/1",
            "stderr -> /proc/self/fd/2",
            "ptmx -> pts/ptmx"),
        devices.stream().map(OciDefaultsTest::describe).toList());
  }

  private static String describe(InitOp op) {
    return switch (op) {
      case InitOp.Mknod(String root, String path, long mode, long major, long minor)
          when root.equals("/r") && mode == 0020666 ->
          path.substring("/dev/".length()) + " " + major + ":" + minor;
      case InitOp.Symlink(String root, String content, String path) when root.equals("/r") ->
          path.substring("/dev/".length()) + " -> " + content;
      default -> "unexpected " + op;
    };
  }

  @Test
  void dangerousPartsOfProcAreMaskedOrReadOnly(@TempDir Path cpus) {
    List<String> masked = OciDefaults.maskedPaths(cpus);
    assertTrue(masked.containsAll(DOCKER_MASKS), "docker's");
    assertTrue(masked.containsAll(List.of("/sys/dev/block", "/sys/fs/selinux")), "podman's");
    assertTrue(masked.contains("/sys/devices/virtual/tpm"), "runc's");
    assertTrue(masked.containsAll(List.of("/proc/slabinfo", "/sys/kernel/slab")), "jcr's own");
    assertEquals(MASKED, masked.size());
    assertTrue(OciDefaults.READONLY_PATHS.containsAll(List.of("/proc/sys", "/proc/sysrq-trigger")));
    OciDefaults.READONLY_PATHS.forEach(path -> assertFalse(masked.contains(path), path));
  }

  @Test
  void thermalThrottleOfEachProcessorIsMasked(@TempDir Path cpus) throws IOException {
    Files.createDirectories(cpus.resolve("cpu0/thermal_throttle"));
    Files.createDirectories(cpus.resolve("cpu11/thermal_throttle"));
    Files.createDirectories(cpus.resolve("cpu2/topology"));
    Files.createDirectories(cpus.resolve("cpufreq/thermal_throttle"));
    assertEquals(
        List.of(
            "/sys/devices/system/cpu/cpu0/thermal_throttle",
            "/sys/devices/system/cpu/cpu11/thermal_throttle"),
        OciDefaults.maskedPaths(cpus).stream().skip(MASKED).sorted().toList());
  }

  @Test
  void maskingWorksWithoutSysfs(@TempDir Path directory) {
    assertEquals(MASKED, OciDefaults.maskedPaths(directory.resolve("missing")).size());
  }

  @Test
  void termIsSetForATerminalOnly() {
    assertEquals(
        List.of("PATH=" + OciDefaults.PATH, "HOSTNAME=box"), OciDefaults.environment("box", false));
    assertEquals(
        List.of("PATH=" + OciDefaults.PATH, "HOSTNAME=box", "TERM=xterm"),
        OciDefaults.environment("box", true));
  }
}
