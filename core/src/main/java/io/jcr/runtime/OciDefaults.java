package io.jcr.runtime;

import io.jcr.api.HostException;
import io.jcr.api.LinuxDevice;
import io.jcr.api.Mount;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What every container gets by default: the same mounts, devices, hidden paths and variables as in
/// docker, so that an image finds what it expects and nothing more.
public final class OciDefaults {
  /// The default PATH of a container.
  public static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /// Parts of /proc through which the shared kernel can be changed.
  public static final List<String> READONLY_PATHS =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  /// Parts of /proc and /sys that reveal or lead to the hardware and other containers. These are
  /// the paths masked by docker, podman and runc's example, and some that they all show, about the
  /// kernel's memory (slabs, vmalloc, pages) and the users of its keyrings. interrupts and powercap
  /// are side channels to what the processor computes.
  private static final List<String> MASKED_PATHS =
      List.of(
          "/proc/acpi",
          "/proc/allocinfo",
          "/proc/asound",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/key-users",
          "/proc/keys",
          "/proc/kpagecgroup",
          "/proc/kpagecount",
          "/proc/kpageflags",
          "/proc/latency_stats",
          "/proc/pagetypeinfo",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/slabinfo",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/vmallocinfo",
          "/sys/dev/block",
          "/sys/devices/virtual/powercap",
          "/sys/devices/virtual/tpm",
          "/sys/firmware",
          "/sys/fs/selinux",
          "/sys/kernel/slab");

  private static final int EVERYONE_RW = 0666;

  private OciDefaults() {}

  /// The mounts, in order. There is no cgroup mount: a writable v1 hierarchy gives control of the
  /// host (`release_agent`).
  public static List<Mount> mounts() {
    return List.of(
        new Mount("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")),
        new Mount(
            "/dev", "tmpfs", "tmpfs", List.of("nosuid", "strictatime", "mode=755", "size=65536k")),
        // newinstance hides the host's terminals; gid 5 is tty in Debian's /etc/group
        new Mount(
            "/dev/pts",
            "devpts",
            "devpts",
            List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")),
        new Mount("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", "ro")),
        new Mount("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev")),
        new Mount(
            "/dev/shm",
            "tmpfs",
            "shm",
            List.of("nosuid", "noexec", "nodev", "mode=1777", "size=65536k")));
  }

  /// The paths that the container cannot read: a fixed list, and this machine's `thermal_throttle`
  /// directories, one per processor.
  public static List<String> maskedPaths() {
    return maskedPaths(Path.of("/sys/devices/system/cpu"));
  }

  /// The same with another path for `/sys/devices/system/cpu`.
  static List<String> maskedPaths(Path cpus) {
    List<String> masked = new ArrayList<>(MASKED_PATHS);
    if (Files.isDirectory(cpus)) {
      try (DirectoryStream<Path> directories = Files.newDirectoryStream(cpus)) {
        for (Path cpu : directories) {
          String name = String.valueOf(cpu.getFileName());
          boolean processor =
              name.startsWith("cpu") && name.length() > 3 && Character.isDigit(name.charAt(3));
          if (processor && Files.isDirectory(cpu.resolve("thermal_throttle"))) {
            masked.add("/sys/devices/system/cpu/" + name + "/thermal_throttle");
          }
        }
      } catch (IOException e) {
        throw new HostException("read " + cpus + ": " + e.getMessage());
      }
    }
    return List.copyOf(masked);
  }

  /// The default variables of a container, which its own override.
  ///
  /// @param terminal whether it has a terminal, and therefore TERM
  public static List<String> environment(String hostname, boolean terminal) {
    List<String> variables = new ArrayList<>(List.of("PATH=" + PATH, "HOSTNAME=" + hostname));
    if (terminal) {
      variables.add("TERM=xterm");
    }
    return List.copyOf(variables);
  }

  /// The nodes of its /dev.
  public static List<LinuxDevice> devices() {
    return List.of(
        device("/dev/null", 1, 3),
        device("/dev/zero", 1, 5),
        device("/dev/full", 1, 7),
        device("/dev/random", 1, 8),
        device("/dev/urandom", 1, 9),
        device("/dev/tty", 5, 0));
  }

  private static LinuxDevice device(String path, long major, long minor) {
    return new LinuxDevice(path, LinuxDevice.Type.CHAR, major, minor, EVERYONE_RW, 0, 0);
  }
}
