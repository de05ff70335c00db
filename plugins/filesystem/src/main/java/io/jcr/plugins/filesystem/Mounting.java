package io.jcr.plugins.filesystem;

import io.jcr.api.Capability;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Support;

/// What all the backends need: mount(2).
final class Mounting {
  private Mounting() {}

  static Support probe(HostFacts facts) {
    return facts.hasCapability(Capability.CAP_SYS_ADMIN)
        ? Support.yes()
        : Support.no(
            "CAP_SYS_ADMIN is missing: nothing can be mounted",
            "run as root, for instance with sudo");
  }
}
