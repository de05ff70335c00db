package io.jcr.plugins.limiter;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/// Hands controllers down on cgroup v2: a group has the files of a controller only when every group
/// above it lists that controller in
/// [cgroup.subtree_control](https://docs.kernel.org/admin-guide/cgroup-v2.html#controlling-controllers).
///
/// A group that does so must not contain processes itself; the root group is exempt, and the groups
/// that jcr creates in between contain none. What was handed down stays, because others may be
/// using it by then.
final class SubtreeControl {
  private static final String FILE = "cgroup.subtree_control";

  private SubtreeControl() {}

  /// Hands the controllers of `group` down to it, each with a separate write so that an error names
  /// one.
  ///
  /// @throws HostException when that fails for a controller whose limit was requested; without a
  ///   limit, the container does without the figures
  static void handDown(ControlGroup group) {
    List<Path> levels = new ArrayList<>();
    levels.add(group.mountPoint());
    levels.addAll(group.parents());
    for (Controller<?> controller : group.controllers()) {
      handDown(controller, levels, group);
    }
  }

  private static void handDown(Controller<?> controller, List<Path> levels, ControlGroup group) {
    for (Path level : levels) {
      List<String> enabled = List.of(group.read(level, FILE).orElse("").split(" "));
      if (enabled.contains(controller.name())) {
        continue;
      }
      try {
        group.set(level, FILE, "+" + controller.name());
      } catch (ErrnoException e) {
        String advice = advice(e, controller.name(), level);
        if (group.isLimited(controller)) {
          throw new HostException(group.subject(), e, advice);
        }
        LoggerFactory.getLogger(SubtreeControl.class)
            .info("no figures of {}: {}: {}", controller.name(), e.getMessage(), advice);
        return;
      }
    }
  }

  private static String advice(ErrnoException e, String controller, Path level) {
    return switch (e.errno()) {
      case Errno.EBUSY ->
          "processes live in "
              + level
              + " itself, and such a cgroup cannot hand down the controller "
              + controller
              + " (choose another one with the limiter's option parent=PATH)";
      case Errno.ENOENT -> "the controller " + controller + " was not handed down to " + level;
      case Errno.EOPNOTSUPP ->
          level + " is a threaded cgroup and cannot hand down the controller " + controller;
      default -> "the controller " + controller + " cannot be handed down to containers";
    };
  }
}
