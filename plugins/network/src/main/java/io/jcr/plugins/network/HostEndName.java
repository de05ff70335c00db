package io.jcr.plugins.network;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The name of the host end of a veth pair: `jcr` and twelve letters and digits, which is all that
/// fits, made from a hash of the container's state directory. So it is always the same for a
/// container, and different for containers of the same name under different state roots.
final class HostEndName {
  private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01b3L;
  private static final int RADIX = 36;
  private static final int DIGITS = 12;
  private static final long RANGE = 4_738_381_338_321_616_896L; // 36^12

  private HostEndName() {}

  /// The name for the container with this state directory.
  static String of(Path state) {
    long hash = FNV_OFFSET;
    for (byte b : state.toString().getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    String digits = Long.toString(Long.remainderUnsigned(hash, RANGE), RADIX);
    return "jcr" + "0".repeat(DIGITS - digits.length()) + digits;
  }
}
