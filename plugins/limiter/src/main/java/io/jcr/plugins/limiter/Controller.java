package io.jcr.plugins.limiter;

import io.jcr.api.LinuxResources;
import io.jcr.spi.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A controller of cgroups(7) in one version of the interface.
///
/// @param <L> the limit that it keeps
interface Controller<L> {
  /// The kernel's name of it.
  String name();

  /// Its part of `resources`, or null when that is not limited.
  @Nullable L limitIn(LinuxResources resources);

  /// Whether a container joins it also without a limit, so that its use can be read.
  default boolean accounts() {
    return true;
  }

  /// Refuses, before anything is changed, what this host cannot keep.
  ///
  /// @throws io.jcr.api.UsageException when the value is impossible here
  /// @throws io.jcr.api.UnsupportedException when the kernel lacks what it takes
  default void check(L limit, ControlGroup group) {}

  /// Writes the limit.
  ///
  /// @throws io.jcr.api.ErrnoException when the kernel refuses
  void set(L limit, ControlGroup group);

  /// What to say at the end when the limit was met.
  default List<Limits.Note> notes(L limit, ControlGroup group) {
    return List.of();
  }
}
