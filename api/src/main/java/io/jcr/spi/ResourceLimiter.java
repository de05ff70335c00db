package io.jcr.spi;

import io.jcr.api.ContainerSpec;
import io.jcr.api.UnsupportedException;

/// How `spec.resources()` are enforced: `--limiter`.
public interface ResourceLimiter extends Backend {
  /// Creates the container's cgroups and sets its limits through `host`; without limits asked,
  /// cgroups that only account.
  ///
  /// @throws io.jcr.api.UnsupportedException when a limit was asked for whose controller is missing
  /// @throws io.jcr.api.ErrnoException when a change to the host fails
  Limits create(ContainerSpec spec, Host host);

  /// Changes the limits of a container that runs: those in which `after` differs from `before`, by
  /// writing control files through `host`. When one cannot be written, the caller writes back what
  /// stood in those that were: there is nothing to take back here.
  ///
  /// @param before what its limits were set from
  /// @param after the same container with other limits, validated
  /// @throws io.jcr.api.UnsupportedException when it cannot be done without a new start
  /// @throws io.jcr.api.ErrnoException when a change to the host fails
  default void update(ContainerSpec before, ContainerSpec after, Host host) {
    throw new UnsupportedException(
        "limiter " + name(),
        "it cannot change the limits of a container that runs",
        "stop the container, change them, and start it again");
  }
}
