package io.jcr.spi;

import io.jcr.api.PublishedPort;
import java.util.List;

/// Ports of the host that a container has now: the answer to [HostChange.HoldPorts].
///
/// @param ports those that were asked for, each with the address and the port that it has got
/// @param pid the process that holds them; 0 when the host only pretends
/// @param startTime when that started, in the unit of proc_pid_stat(5)
/// @param bootId the boot during which it did
public record HeldPorts(List<PublishedPort> ports, long pid, long startTime, String bootId) {
  public HeldPorts {
    ports = List.copyOf(ports);
  }

  /// What a host says that only pretends.
  public static HeldPorts pretended(List<PublishedPort> ports) {
    return new HeldPorts(ports, 0, 0, "-");
  }
}
