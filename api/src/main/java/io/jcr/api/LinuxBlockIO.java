package io.jcr.api;

/// The throttling part of `linux.resources.blockIO` in the OCI runtime spec. OCI names a device for
/// each rate; here, all rates apply to the devices that hold the container's root file system,
/// which the limiter looks up. A rate of 0 means no limit.
///
/// @param throttleReadBps bytes read per second (OCI: `throttleReadBpsDevice`)
/// @param throttleWriteBps bytes written per second (`throttleWriteBpsDevice`)
/// @param throttleReadIops read operations per second (`throttleReadIOPSDevice`)
/// @param throttleWriteIops write operations per second (`throttleWriteIOPSDevice`)
public record LinuxBlockIO(
    long throttleReadBps, long throttleWriteBps, long throttleReadIops, long throttleWriteIops) {
  /// cgroup v1 counts operations in 32 bits.
  private static final long MAX_IOPS = 0xffff_ffffL;

  public LinuxBlockIO {
    requireRate(throttleReadBps, Long.MAX_VALUE);
    requireRate(throttleWriteBps, Long.MAX_VALUE);
    requireRate(throttleReadIops, MAX_IOPS);
    requireRate(throttleWriteIops, MAX_IOPS);
    if ((throttleReadBps | throttleWriteBps | throttleReadIops | throttleWriteIops) == 0) {
      throw new IllegalArgumentException("a blockIO limit without a rate");
    }
  }

  private static void requireRate(long rate, long maximum) {
    if (rate < 0 || rate > maximum) {
      throw new IllegalArgumentException("blockIO rate " + rate + " is not from 0 to " + maximum);
    }
  }
}
