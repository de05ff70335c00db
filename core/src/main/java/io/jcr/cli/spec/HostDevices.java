package io.jcr.cli.spec;

import io.jcr.api.HostException;
import io.jcr.api.LinuxDevice;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The device nodes of the host.
final class HostDevices {
  /// Those that a container has of its own: terminals, and file systems over directories.
  private static final Set<String> OWN =
      Set.of("/dev/console", "/dev/ptmx", "/dev/pts", "/dev/shm", "/dev/mqueue");

  private static final int TYPE = 0170000;
  private static final int PERMISSIONS = 0777;

  private HostDevices() {}

  /// All nodes below /dev that a container can have.
  static List<LinuxDevice> all() {
    return below(Path.of("/dev"), "/dev");
  }

  /// The nodes below `directory`, at any depth; links are passed over.
  ///
  /// @param container the directory that they have in the container
  static List<LinuxDevice> below(Path directory, String container) {
    List<LinuxDevice> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String path = container + "/" + entry.getFileName();
        if (OWN.contains(path)) {
          continue;
        }
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          found.addAll(below(entry, path));
        } else {
          node(entry, path, LinkOption.NOFOLLOW_LINKS).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      throw new HostException("read " + directory + ": " + e.getMessage());
    }
    return found;
  }

  /// The node `file`; empty when it is no character or block device.
  ///
  /// @param container the path that it has in the container
  static Optional<LinuxDevice> node(Path file, String container, LinkOption... links) {
    try {
      Map<String, Object> seen = Files.readAttributes(file, "unix:mode,rdev,uid,gid", links);
      int mode = number(seen, "mode").intValue();
      long device = number(seen, "rdev").longValue();
      for (LinuxDevice.Type type : List.of(LinuxDevice.Type.CHAR, LinuxDevice.Type.BLOCK)) {
        if ((mode & TYPE) == type.mode()) {
          return Optional.of(
              new LinuxDevice(
                  container,
                  type,
                  major(device),
                  minor(device),
                  mode & PERMISSIONS,
                  number(seen, "uid").longValue(),
                  number(seen, "gid").longValue()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // gone in the meantime
    }
  }

  private static Number number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number ? number : 0;
  }

  /// As gnu_dev_major(3) has it.
  private static long major(long device) {
    return ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
  }

  private static long minor(long device) {
    return (device & 0xff) | ((device >>> 12) & ~0xffL);
  }
}
