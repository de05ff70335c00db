package io.jcr.api;

/// `linux.resources.memory` of the OCI runtime spec.
///
/// @param limit bytes of memory, at least 1
/// @param swap bytes of memory and swap together, at least `limit`; [#UNLIMITED_SWAP] for no limit
///   on swap
public record LinuxMemory(long limit, long swap) {
  /// Swap is not limited.
  public static final long UNLIMITED_SWAP = -1;

  public LinuxMemory {
    if (limit < 1) {
      throw new IllegalArgumentException("memory limit " + limit + " is below 1 byte");
    }
    if (swap < limit && swap != UNLIMITED_SWAP) {
      throw new IllegalArgumentException(
          "memory and swap: " + swap + " together is less than " + limit + " of memory alone");
    }
  }

  /// Without swap: the limit applies to memory and swap together.
  public LinuxMemory(long limit) {
    this(limit, limit);
  }
}
