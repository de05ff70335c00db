package io.jcr.state;

import io.jcr.api.ContainerState;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.host.PortHold;
import io.jcr.spi.HeldPorts;
import io.jcr.spi.HostChange;
import io.jcr.spi.PretendedChanges;
import java.util.Optional;

/// For the rehearsal of a run: changes nothing except that it really takes the host's ports, so
/// that a run that cannot get them is refused at once.
final class RehearsedPorts extends PretendedChanges {
  private final PortHold ports;
  private final PortOwners owners;

  RehearsedPorts(PortHold ports, PortOwners owners) {
    this.ports = ports;
    this.owners = owners;
  }

  @Override
  public HeldPorts visit(HostChange.HoldPorts change) {
    try {
      return ports.hold(change.ports());
    } catch (ErrnoException e) {
      Optional<ContainerState> owner =
          e.errno() == Errno.EADDRINUSE ? owners.of(change.ports()) : Optional.empty();
      if (owner.filter(PortOwners::isDead).isPresent()) {
        return super.visit(change); // the run reclaims it
      }
      throw owner.map(state -> taken(e, state)).orElseThrow(() -> e);
    }
  }

  private static HostException taken(ErrnoException failure, ContainerState owner) {
    return new HostException(
        failure.getMessage()
            + ": container '"
            + owner.id()
            + "' has it (choose another port, or stop that container)");
  }
}
