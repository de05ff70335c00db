package io.jcr.plugins.limiter;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;

/// What a cgroup file system's errno means for a user.
final class Refusal {
  private Refusal() {}

  /// mkdir(2) of a group failed.
  static String ofDirectory(ErrnoException e, ControlGroup group) {
    return switch (e.errno()) {
      case Errno.EROFS ->
          group.mountPoint() + " is mounted read-only, as in a container without privileges";
      case Errno.EPERM, Errno.EACCES ->
          "making cgroups below " + group.mountPoint() + " takes root (run jcr as root)";
      case Errno.EEXIST -> "another container, or what one left behind, has it (try jcr gc)";
      case Errno.EAGAIN ->
          "a cgroup above it allows no more descendants (cgroup.max.descendants, cgroup.max.depth)";
      default -> "";
    };
  }

  /// Writing a limit failed.
  static String ofLimit(ErrnoException e, Controller<?> controller) {
    return switch (e.errno()) {
      case Errno.EINVAL, ERANGE ->
          "the kernel does not take this limit of the controller " + controller.name();
      case Errno.EBUSY ->
          controller.name().equals("memory")
              ? "the container uses more than that, and the kernel cannot free enough of it (choose"
                  + " a larger limit, or end some of its processes)"
              : above(controller);
      case Errno.EACCES -> above(controller);
      case Errno.ENOENT -> "the controller " + controller.name() + " lacks this file here";
      default -> "";
    };
  }

  private static String above(Controller<?> controller) {
    return "a cgroup above it does not allow this limit of the controller " + controller.name();
  }

  private static final int ERANGE = 34;
}
