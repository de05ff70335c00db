package io.jcr.runtime;

import io.jcr.api.UsageException;
import io.jcr.api.op.MountFlags;

/// The values of `linux.rootfsPropagation` in the OCI runtime spec, for the propagation types of
/// mount_namespaces(7).
final class Propagation {
  private static final long MS_SHARED = 1 << 20;
  private static final long MS_UNBINDABLE = 1 << 17;

  private Propagation() {}

  /// The flags of mount(2).
  ///
  /// @throws UsageException for an unknown value
  static long of(String word) {
    return switch (word) {
      case "private" -> MountFlags.MS_PRIVATE;
      case "slave" -> MountFlags.MS_SLAVE;
      case "shared" -> MS_SHARED;
      case "unbindable" -> MS_UNBINDABLE;
      case "rprivate" -> MountFlags.MS_REC | MountFlags.MS_PRIVATE;
      case "rslave" -> MountFlags.MS_REC | MountFlags.MS_SLAVE;
      case "rshared" -> MountFlags.MS_REC | MS_SHARED;
      case "runbindable" -> MountFlags.MS_REC | MS_UNBINDABLE;
      default ->
          throw new UsageException(
              "rootfsPropagation '"
                  + word
                  + "': allowed are private, slave, shared, unbindable, and these with an r in front");
    };
  }

  /// The propagation of all existing mounts in a new mount namespace, set before the first new one.
  ///
  /// @param word the final propagation of its root
  static long first(String word) {
    boolean follows = word.endsWith("slave") || word.endsWith("shared");
    return MountFlags.MS_REC | (follows ? MountFlags.MS_SLAVE : MountFlags.MS_PRIVATE);
  }
}
