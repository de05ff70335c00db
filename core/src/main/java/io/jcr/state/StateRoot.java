package io.jcr.state;

import io.jcr.spi.ContainerPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The directories of jcr's persistent state.
///
/// @param containers one directory per container: state, journal, generated files
/// @param data one directory per container, for writable layers; and unpacked archives
/// @param leases resources that each belong to one container of this host, such as addresses;
///   independent of the root, because there is only one kernel
/// @param shared settings that stay in force while any container needs them
/// @param pluginIndexes the indexes of plugin jars
/// @param lock held while a container's directory is created, or a dead container's is removed
public record StateRoot(
    Path containers, Path data, Path leases, Path shared, Path pluginIndexes, Path lock) {
  /// The name of the file that says how a container ended.
  public static final String EXIT = "exit";

  /// The name of the file with a detached container's output.
  public static final String LOG = "log";

  /// The name of the socket of a detached container's supervisor.
  public static final String CONTROL = "control";

  /// The files in a container's directory that stay from one start to the next.
  private static final Set<String> RECORD =
      Set.of(
          "config.json",
          "state.json",
          "undo",
          "record",
          Identity.ID_FILE,
          Identity.NAME_FILE,
          EXIT,
          LOG);

  private static final Path RUN = Path.of("/run/jcr");
  private static final Path LIB = Path.of("/var/lib/jcr");
  private static final Path CACHE = Path.of("/var/cache/jcr");

  /// The default directories, or those below `root` (`--root`, `JCR_ROOT`), except for what belongs
  /// to the host.
  public static StateRoot of(@Nullable Path root) {
    Path state = root == null ? RUN : root.toAbsolutePath().normalize();
    Path data = root == null ? LIB : state.resolve("data");
    return new StateRoot(
        state.resolve("containers"),
        data,
        RUN.resolve("leases"),
        RUN.resolve("shared"),
        (root == null ? CACHE : state.resolve("cache")).resolve("plugins"),
        state.resolve("lock"));
  }

  /// The options that give another jcr the same directories; none for the default ones.
  public List<String> arguments() {
    return equals(of(null)) ? List.of() : List.of("--root=" + containers.getParent());
  }

  /// A file that exists once a container was renamed: from then on, directories and names of
  /// containers may differ.
  Path renamed() {
    return containers.resolveSibling("renamed");
  }

  /// The file of events, one line each.
  public Path events() {
    return containers.resolveSibling("events");
  }

  /// A container's directory.
  public Path container(String id) {
    return containers.resolve(id);
  }

  /// A container's undo journal.
  public Path journal(String id) {
    return container(id).resolve("undo");
  }

  /// The journal that runs when a kept container is deleted.
  public Path record(String id) {
    return container(id).resolve("record");
  }

  /// Whether a file of this name in a container's directory stays from one start to the next.
  static boolean isOfRecord(String name) {
    return RECORD.contains(name) || name.startsWith(LOG + ".");
  }

  /// The directory of a container's layers.
  public Path data(String id) {
    return data.resolve("containers").resolve(id);
  }

  /// A container's own directories.
  public ContainerPaths paths(String id) {
    return new ContainerPaths(container(id), data(id), container(id).resolve("rootfs"));
  }

  /// The directory in which archives are unpacked, once for all containers.
  public Path archives() {
    return data.resolve("archives");
  }
}
