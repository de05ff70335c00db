package io.jcr.state;

import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.PublishedPort;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// Which containers under this state root hold which ports of the host.
record PortOwners(ContainerRecords records) {
  /// The container that holds one of `wanted`, or held it until recently: it may be dead but not
  /// yet reclaimed.
  Optional<ContainerState> of(List<PublishedPort> wanted) {
    for (String name : records.names()) {
      if (Files.exists(records.root().journal(name))) {
        Optional<ContainerState> owner =
            records.find(name).map(ContainerRecord::state).filter(state -> has(state, wanted));
        if (owner.isPresent()) {
          return owner;
        }
      }
    }
    return Optional.empty();
  }

  /// Whether it has ended and is waiting for `gc` or the next start to reclaim it.
  static boolean isDead(ContainerState state) {
    return state.status() == Status.STOPPED;
  }

  private static boolean has(ContainerState state, List<PublishedPort> wanted) {
    for (PublishedPort port : ContainerRecords.ports(state)) {
      for (PublishedPort other : wanted) {
        if (port.collidesWith(other)) {
          return true;
        }
      }
    }
    return false;
  }
}
