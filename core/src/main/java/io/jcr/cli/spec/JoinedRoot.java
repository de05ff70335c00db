package io.jcr.cli.spec;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerState;
import io.jcr.state.ContainerRecords;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the files are of a container whose root will be another process's: users are looked up
/// there, not in the root file system that it does not get.
final class JoinedRoot {
  private JoinedRoot() {}

  /// The root, as the host reaches it; empty where the container gets a root of its own, and where
  /// the one that it gets is known only by a namespace's file.
  ///
  /// @param ns what was chosen for `--ns`
  static Optional<Path> of(@Nullable BackendChoice ns, ContainerRecords records) {
    if (ns == null || !ns.name().equals("setns")) {
      return Optional.empty();
    }
    Map<String, String> options = ns.options();
    String mount = options.getOrDefault("mnt", options.get("mount"));
    String container = options.get("container");
    if (mount != null && !mount.isEmpty()) {
      return Optional.empty();
    }
    if (container != null) {
      return records
          .find(container)
          .map(record -> record.state())
          .filter(state -> state.status() == ContainerState.Status.RUNNING)
          .map(state -> root(Long.toString(state.pid())));
    }
    return Optional.ofNullable(options.get("pid"))
        .filter(pid -> mount != null && isNumber(pid))
        .map(JoinedRoot::root);
  }

  private static Path root(String pid) {
    return Path.of("/proc", pid, "root");
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
