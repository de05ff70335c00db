package io.jcr.plugins.limiter;

import io.jcr.api.LinuxResources;
import io.jcr.spi.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A controller of cgroups(7) in one version of the interface.
///
/// @param <L> the limit that it enforces
interface Controller<L> {
  /// The kernel's name for it.
  String name();

  /// Its part of `resources`, or null when not limited.
  @Nullable L limitIn(LinuxResources resources);

  /// Whether a container joins it even without a limit, so that its usage can be read.
  default boolean accounts() {
    return true;
  }

  /// Rejects, before anything is changed, what this host cannot enforce.
  ///
  /// @throws io.jcr.api.UsageException when the value is impossible here
  /// @throws io.jcr.api.UnsupportedException when the kernel lacks something it needs
  default void check(L limit, ControlGroup group) {}

  /// Writes the limit.
  ///
  /// @throws io.jcr.api.ErrnoException when the kernel refuses
  void set(L limit, ControlGroup group);

  /// What to report at the end if the limit was reached.
  default List<Limits.Note> notes(L limit, ControlGroup group) {
    return List.of();
  }
}
