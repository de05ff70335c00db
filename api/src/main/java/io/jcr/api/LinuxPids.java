package io.jcr.api;

/// `linux.resources.pids` of the OCI runtime spec.
///
/// @param limit the largest number of processes and threads at any time, at least 1
public record LinuxPids(long limit) {
  public LinuxPids {
    if (limit < 1) {
      throw new IllegalArgumentException("pids limit " + limit + " is below 1");
    }
  }
}
