package io.jcr.api;

/// `linux.resources.blockIO` of the OCI runtime spec, its throttling part. Where OCI names a device
/// for each rate, here all are meant for those that hold the container's root file system; the
/// limiter finds them. A rate of 0 is no limit.
///
/// @param throttleReadBps bytes read in a second (OCI: `throttleReadBpsDevice`)
/// @param throttleWriteBps bytes written in a second (`throttleWriteBpsDevice`)
/// @param throttleReadIops read operations in a second (`throttleReadIOPSDevice`)
/// @param throttleWriteIops write operations in a second (`throttleWriteIOPSDevice`)
public record LinuxBlockIO(
    long throttleReadBps, long throttleWriteBps, long throttleReadIops, long throttleWriteIops) {
  /// What cgroup v1 counts operations with.
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
