package io.jcr.spi;

import io.jcr.api.ContainerSpec;
import io.jcr.api.UnsupportedException;
import java.util.List;

/// How `spec.resources()` is enforced: `--limiter`.
public interface ResourceLimiter extends Backend {
  /// Creates the container's cgroups and sets its limits through `host`. A container without limits
  /// gets cgroups that only account.
  ///
  /// @throws io.jcr.api.UnsupportedException when the controller for a limit is missing
  /// @throws io.jcr.api.ErrnoException when a change to the host fails
  Limits create(ContainerSpec spec, Host host);

  /// Limits that only this limiter knows, beside `spec.resources()`. If it describes `gpu`, users
  /// write `--limit gpu:2`, and [io.jcr.api.OwnLimits] has the value; [ParsedOptions#limits] reads
  /// it.
  ///
  /// A limit has a name, which is none of jcr's own (`memory`, `cpu`, `pids`, `cpuset`, `io`), and
  /// a value: it is neither a flag nor a [OptionType.MaybeText]. jcr refuses a limit that is not
  /// described, a value that its type does not allow, and a container without a required one,
  /// before it calls [#validate].
  default List<BackendOption> ownLimits() {
    return List.of();
  }

  /// Whether the container's cgroups are where `linux.cgroupsPath` says: absolute below each
  /// hierarchy's mount point, relative below where the limiter puts cgroups otherwise. If not, jcr
  /// refuses containers that have one.
  default boolean placesCgroups() {
    return false;
  }

  /// Changes those limits of a running container in which `after` differs from `before`, by writing
  /// control files through `host`. When a write fails, the caller restores the files already
  /// written.
  ///
  /// @param before the container as its limits are set now
  /// @param after the same container with the new limits, validated
  /// @throws io.jcr.api.UnsupportedException when this needs a restart
  /// @throws io.jcr.api.ErrnoException when a change to the host fails
  default void update(ContainerSpec before, ContainerSpec after, Host host) {
    throw new UnsupportedException(
        "limiter " + name(),
        "it cannot change the limits of a running container",
        "stop the container, change them, and start it again");
  }
}
