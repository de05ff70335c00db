package io.jcr.spi;

import io.jcr.api.PublishedPort;
import java.util.List;

/// The ports of the host that a container now holds: the result of [HostChange.HoldPorts].
///
/// @param ports the requested ports, each with the address and the port that it got
/// @param pid the process that holds them; 0 in a dry run
/// @param startTime when that process started, in the unit of proc_pid_stat(5)
/// @param bootId the boot in which it started
public record HeldPorts(List<PublishedPort> ports, long pid, long startTime, String bootId) {
  public HeldPorts {
    ports = List.copyOf(ports);
  }

  /// The result in a dry run.
  public static HeldPorts pretended(List<PublishedPort> ports) {
    return new HeldPorts(ports, 0, 0, "-");
  }
}
