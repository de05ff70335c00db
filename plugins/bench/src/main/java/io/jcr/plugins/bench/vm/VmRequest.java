package io.jcr.plugins.bench.vm;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What to run in its own virtual machine.
///
/// @param command file and arguments, run as root in `/` with `PATH` as in a container; no shell
/// @param size processors and memory
/// @param limit the time after which the machine is killed
/// @param network how the guest is connected
/// @param dataDisk a disk that is mounted at `/data` in the guest
public record VmRequest(
    List<String> command,
    VmSize size,
    Duration limit,
    VmNetworkKind network,
    Optional<DataDisk> dataDisk) {

  /// @throws IllegalArgumentException if there is no command, or the limit is not above 0
  public VmRequest {
    command = List.copyOf(command);
    Objects.requireNonNull(size);
    Objects.requireNonNull(network);
    Objects.requireNonNull(dataDisk);
    if (command.isEmpty() || command.getFirst().isEmpty()) {
      throw new IllegalArgumentException("a virtual machine needs a command to run");
    }
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("the time limit must be above 0, not " + limit);
    }
  }

  /// Without network and data disk.
  public static VmRequest of(List<String> command, VmSize size, Duration limit) {
    return new VmRequest(command, size, limit, VmNetworkKind.NONE, Optional.empty());
  }

  /// As this, with another network.
  public VmRequest with(VmNetworkKind other) {
    return new VmRequest(command, size, limit, other, dataDisk);
  }

  /// As this, with a data disk.
  public VmRequest with(DataDisk disk) {
    return new VmRequest(command, size, limit, network, Optional.of(disk));
  }
}
