package io.jcr.linux;

import io.jcr.api.Capability;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.spi.HostFacts;

/// The probable cause of a failed system call, and the cure. It is probed, not guessed; empty if
/// nothing was found.
public final class ProbedCause {
  private ProbedCause() {}

  /// Its cause and cure, or nothing.
  public static String of(ErrnoException failure, HostFacts facts) {
    return switch (failure.errno()) {
      case Errno.EPERM, Errno.EACCES -> missingCapability(failure, facts);
      case Errno.EROFS -> "its file system is read-only (mount it read-write)";
      case Errno.ENOSPC -> "no space or no inodes left (see df and df -i)";
      case Errno.EEXIST ->
          "something else has that name (jcr gc removes what dead containers left)";
      case Errno.EADDRINUSE ->
          "another program has it (ss -lntup shows which): choose another, or none and any free one is"
              + " taken";
      case Errno.EADDRNOTAVAIL -> "no interface of the host has that address (see ip address)";
      default -> "";
    };
  }

  private static String missingCapability(ErrnoException failure, HostFacts facts) {
    Capability needed = failure.capability();
    if (facts.hasCapability(needed)) {
      return "";
    }
    boolean network = needed == Capability.CAP_NET_ADMIN;
    return needed + " is missing (run as root" + (network ? ", or use --net=none)" : ")");
  }
}
