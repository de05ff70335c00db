package io.jcr.runtime.copy;

import io.jcr.api.ContainerState;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.IdMapping;
import io.jcr.api.UsageException;
import io.jcr.host.Effects;
import io.jcr.linux.Libc;
import io.jcr.running.RunningContainer;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One end of a copy: a path in a root, which is held open.
///
/// @param shown as the user has typed it
/// @param root what is `/` for the path
/// @param path absolute, or relative to the root
/// @param owners how the ids of the host are read there
public record Side(String shown, Descriptor root, String path, Owners owners)
    implements AutoCloseable {
  /// A path of the host's.
  ///
  /// @param path absolute
  public static Side ofHost(Libc libc, String shown, Path directory, String path) {
    String absolute = path.startsWith("/") ? path : directory + "/" + path;
    return new Side(shown, open(libc, Path.of("/")), absolute, Owners.OF_HOST);
  }

  /// A path in a container that runs. The root is that of its first process, which is still the one
  /// that was meant when its root and its ids have been read.
  ///
  /// @throws UsageException when it has ended
  public static Side ofRunning(
      Libc libc, HostFacts facts, ContainerState state, String shown, String path) {
    Path process = Path.of("/proc/" + state.pid());
    Descriptor root;
    try {
      root = open(libc, process.resolve("root"));
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ESRCH) {
        throw new UsageException("cp: container '" + state.id() + "' has just ended");
      }
      throw e;
    }
    Owners owners = new Owners(mappings(facts.read(process.resolve("uid_map")).orElse("")));
    try {
      RunningContainer.open(state, libc, facts, Effects.made()).close();
    } catch (UsageException | ErrnoException e) {
      root.close();
      throw e;
    }
    return new Side(shown, root, path, owners);
  }

  /// A path in a root that is mounted for the copy.
  public static Side ofMounted(
      Libc libc, Path root, List<IdMapping> mappings, String shown, String path) {
    return new Side(shown, open(libc, root), path, new Owners(mappings));
  }

  private static Descriptor open(Libc libc, Path root) {
    return new Descriptor(libc, libc.open(root, Libc.O_PATH | Libc.O_DIRECTORY, 0));
  }

  /// What a file uid_map of proc(5) says; nothing where each id is itself.
  static List<IdMapping> mappings(String map) {
    List<IdMapping> mappings = new ArrayList<>();
    for (String line : map.lines().toList()) {
      String[] fields = line.strip().split(" +", -1);
      IdMapping mapping =
          new IdMapping(
              Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
      if (mapping.containerId() != mapping.hostId()) {
        mappings.add(mapping);
      }
    }
    return mappings;
  }

  /// Where the path leads.
  ///
  /// @throws UsageException when there is no way to it
  Spot find(boolean follow) throws IOException {
    try {
      return Spot.find(root, path, follow);
    } catch (ErrnoException e) {
      throw switch (e.errno()) {
        case Errno.ENOENT -> missing();
        case Errno.ENOTDIR -> new UsageException("cp: " + shown + ": not a directory");
        case Errno.ELOOP ->
            new UsageException(
                "cp: "
                    + shown
                    + ": too many symbolic links, or one of /proc, which is not followed");
        default -> Failure.of(shown, e);
      };
    }
  }

  UsageException missing() {
    return new UsageException("cp: " + shown + ": no such file or directory");
  }

  /// The last name that the user has typed; `.` when it means what is in a directory.
  String lastName() {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    String name = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    return name.isEmpty() || name.equals("..") ? Spot.ITSELF : name;
  }

  @Override
  public void close() {
    root.close();
  }
}
