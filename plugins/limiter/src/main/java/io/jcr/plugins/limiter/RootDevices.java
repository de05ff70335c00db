package io.jcr.plugins.limiter;

import io.jcr.api.UnsupportedException;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The disks that hold a container's root file system, as `MAJOR:MINOR`: that of its writable
/// layer, and that of the directory below it if different.
///
/// The kernel limits only whole disks, so a partition stands for its disk. A file system with
/// several disks, or none of its own (device numbers with major number 0), is identified by what it
/// was mounted from.
record RootDevices(HostFacts facts) {
  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
  private static final Path BY_NUMBER = Path.of("/sys/dev/block");
  private static final Path BY_NAME = Path.of("/sys/class/block");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  /// A line of proc_pid_mountinfo(5).
  private record MountLine(String device, Path directory, String type, String source) {
    static MountLine parse(String line) {
      List<String> fields = List.of(line.split(" "));
      int dash = fields.lastIndexOf("-");
      return new MountLine(
          fields.get(2),
          Path.of(unescape(fields.get(4))),
          fields.get(dash + 1),
          unescape(fields.get(dash + 2)));
    }

    private static String unescape(String field) {
      return ESCAPE.matcher(field).replaceAll(m -> "\\" + (char) Integer.parseInt(m.group(1), 8));
    }
  }

  /// The disks to limit.
  ///
  /// @param layer the writable layer, which need not exist yet
  /// @param root the directory below it
  /// @throws UnsupportedException when `layer` is on none: then nothing that the container writes
  ///   would be limited
  Set<String> of(String subject, Path layer, Path root) {
    Set<String> disks = new LinkedHashSet<>();
    MountLine mount = mountOf(layer);
    disks.add(
        disk(mount)
            .orElseThrow(() ->
                new UnsupportedException(
                    subject,
                    "the writable layer "
                        + layer
                        + " is on "
                        + mount.type()
                        + ", which has no disk whose io could be limited",
                    "choose a directory on a disk with JCR_ROOT")));
    disk(mountOf(root)).ifPresent(disks::add);
    return disks;
  }

  /// The mount that a path is on: the deepest, and of several on the same directory the last.
  private MountLine mountOf(Path path) {
    Path real = real(path);
    return facts
        .read(MOUNTINFO)
        .orElse("")
        .lines()
        .map(MountLine::parse)
        .filter(mount -> real.startsWith(mount.directory()))
        .reduce((a, b) -> b.directory().getNameCount() < a.directory().getNameCount() ? a : b)
        .orElse(new MountLine("0:0", path, "an unknown file system", ""));
  }

  private Optional<String> disk(MountLine mount) {
    if (!mount.device().startsWith("0:")) {
      return Optional.of(whole(mount.device()));
    }
    Path source = Path.of(mount.source());
    return source.startsWith("/dev")
        ? facts
            .read(BY_NAME.resolve(real(source).getFileName()).resolve("dev"))
            .map(device -> whole(device.strip()))
        : Optional.empty();
  }

  /// In sysfs, a partition is a subdirectory of its disk's directory.
  private String whole(String device) {
    Path directory = BY_NUMBER.resolve(device);
    return facts.read(directory.resolve("partition")).isEmpty()
        ? device
        : facts.read(directory.resolve("../dev")).map(String::strip).orElse(device);
  }

  /// Without symbolic links, as far as the path exists.
  private static Path real(Path path) {
    Path existing = path;
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      return existing.toRealPath().resolve(existing.relativize(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
