package io.jcr.plugins.bench.vm;

/// The resources of a virtual machine.
///
/// @param cpus number of virtual processors, from 1 to 64
/// @param memoryBytes memory of the guest including its kernel, at least 64 MiB, a multiple of 1
///   MiB
public record VmSize(int cpus, long memoryBytes) {
  private static final long MEBIBYTE = 1L << 20;

  /// @throws IllegalArgumentException if a value is out of its range
  public VmSize {
    if (cpus < 1 || cpus > 64) {
      throw new IllegalArgumentException("a guest has 1 to 64 processors, not " + cpus);
    }
    if (memoryBytes < 64 * MEBIBYTE || memoryBytes % MEBIBYTE != 0) {
      throw new IllegalArgumentException(
          "a guest has a whole number of MiB of memory, at least 64, not "
              + memoryBytes
              + " bytes");
    }
  }

  /// The memory in MiB, as QEMU takes it.
  public long memoryMebibytes() {
    return memoryBytes / MEBIBYTE;
  }
}
