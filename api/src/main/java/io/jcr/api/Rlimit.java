package io.jcr.api;

/// One entry of `process.rlimits` in the OCI runtime spec: see getrlimit(2).
///
/// @param resource the limited resource
/// @param soft the limit in force; [#INFINITY] for none
/// @param hard the value up to which the process may raise it; [#INFINITY] for none
public record Rlimit(Resource resource, long soft, long hard) {
  /// RLIM_INFINITY, the unsigned 2^64-1.
  public static final long INFINITY = -1L;

  public Rlimit {
    if (Long.compareUnsigned(soft, hard) > 0) {
      throw new IllegalArgumentException(
          "rlimit " + resource + ": the soft limit is above the hard limit");
    }
  }

  /// The RLIMIT_… constants, in the kernel's order.
  public enum Resource {
    CPU,
    FSIZE,
    DATA,
    STACK,
    CORE,
    RSS,
    NPROC,
    NOFILE,
    MEMLOCK,
    AS,
    LOCKS,
    SIGPENDING,
    MSGQUEUE,
    NICE,
    RTPRIO,
    RTTIME;

    /// The number of the RLIMIT_… constant.
    @SuppressWarnings("EnumOrdinal") // the kernel's numbers are the order of this list
    public int number() {
      return ordinal();
    }

    /// The name of the RLIMIT_… constant with this number; the number when there is none.
    public static String constant(long number) {
      for (Resource resource : values()) {
        if (resource.number() == number) {
          return "RLIMIT_".concat(resource.name());
        }
      }
      return Long.toString(number);
    }
  }
}
