package io.jcr.e2e;

import io.jcr.plugins.bench.vm.Acceleration;
import io.jcr.plugins.bench.vm.VmSubject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Virtual machines as `jcr bench` has them. What accelerates them on this host is found out by the
/// first test that opens some.
final class Machines {
  /// What was fetched stays here.
  static final Path CACHE = Path.of("/var/cache/jcr");

  private static Optional<Acceleration> found = Optional.empty();

  private Machines() {}

  static synchronized VmSubject open(Path rootfs) throws IOException, InterruptedException {
    if (found.isPresent()) {
      return VmSubject.open(rootfs, CACHE, found.get());
    }
    VmSubject machines = VmSubject.open(rootfs, CACHE);
    found = Optional.of(machines.acceleration());
    return machines;
  }
}
