package io.jcr.api;

/// `linux.resources.pids` of the OCI runtime spec.
///
/// @param limit how many processes and threads may exist at once, at least 1
public record LinuxPids(long limit) {
  public LinuxPids {
    if (limit < 1) {
      throw new IllegalArgumentException("pids limit " + limit + " is below 1");
    }
  }
}
