package io.jcr.plugins.limiter;

import io.jcr.api.LinuxMemory;
import io.jcr.api.UnsupportedException;
import io.jcr.spi.HostFacts;
import java.nio.file.Path;

/// Swap on this host: a memory limit that merely moves pages to disk is not a limit.
final class Swap {
  private static final Path SWAPS = Path.of("/proc/swaps");

  private Swap() {}

  /// Whether there is any: `/proc/swaps` has a line below its header.
  static boolean isOn(HostFacts facts) {
    return facts.read(SWAPS).orElse("").lines().skip(1).anyMatch(line -> !line.isBlank());
  }

  /// Whether the container's use of swap is limited.
  static boolean isLimited(LinuxMemory memory, ControlGroup group) {
    return group.options().limitsSwap() && memory.swap() != LinuxMemory.UNLIMITED_SWAP;
  }

  /// Swap is on, and the kernel does not limit it.
  static UnsupportedException uncontrolled(ControlGroup group) {
    return new UnsupportedException(
        group.subject(),
        "swap is on and this kernel does not limit it, so that a memory limit would only make the"
            + " container slow",
        "boot with swapaccount=1, or turn swap off, or accept it with the limiter's option "
            + CgroupOptions.UNLIMITED_SWAP);
  }
}
