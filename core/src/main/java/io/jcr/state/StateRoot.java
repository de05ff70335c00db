package io.jcr.state;

import io.jcr.spi.ContainerPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where jcr keeps what it must remember.
///
/// @param containers a directory a container: state, journal, generated files
/// @param data a directory a container: writable layers; and unpacked archives
/// @param leases what containers of this host share one by one, such as addresses: one place
///   whatever the root, because there is one kernel
/// @param shared settings that hold while any container wants them
/// @param pluginIndexes what is known about plugin jars
/// @param lock taken while a container's directory is made or a dead one's removed
public record StateRoot(
    Path containers, Path data, Path leases, Path shared, Path pluginIndexes, Path lock) {
  /// The name of the file that says how a container ended.
  public static final String EXIT = "exit";

  /// The name of the file with what a detached container has written.
  public static final String LOG = "log";

  /// The name of the socket of a detached container's supervisor.
  public static final String CONTROL = "control";

  /// What stays in a container's directory from one start to the next.
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

  /// The usual places, or all of them below `root` (`--root`, `JCR_ROOT`) except what belongs to
  /// the host.
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

  /// What gives another jcr the same places: nothing for the usual ones, which no `--root` names.
  public List<String> arguments() {
    return equals(of(null)) ? List.of() : List.of("--root=" + containers.getParent());
  }

  /// A file that is there once a container was renamed: from then on, directories and names of
  /// containers may differ.
  Path renamed() {
    return containers.resolveSibling("renamed");
  }

  /// What happens to containers, one line each.
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

  /// The journal of what goes when a container that is kept is deleted.
  public Path record(String id) {
    return container(id).resolve("record");
  }

  /// Whether a file of this name in a container's directory stays from one start to the next.
  static boolean isOfRecord(String name) {
    return RECORD.contains(name) || name.startsWith(LOG + ".");
  }

  /// Where a container's layers are.
  public Path data(String id) {
    return data.resolve("containers").resolve(id);
  }

  /// A container's own places.
  public ContainerPaths paths(String id) {
    return new ContainerPaths(container(id), data(id), container(id).resolve("rootfs"));
  }

  /// Where archives are unpacked, once for all containers.
  public Path archives() {
    return data.resolve("archives");
  }
}
