package io.jcr.api;

/// `linux.resources.memory` of the OCI runtime spec.
///
/// @param limit bytes of memory, at least 1; swap is limited so that memory and swap together do
///   not pass this either
public record LinuxMemory(long limit) {
  public LinuxMemory {
    if (limit < 1) {
      throw new IllegalArgumentException("memory limit " + limit + " is below 1 byte");
    }
  }
}
