package io.jcr.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.host.HostLog;
import io.jcr.spi.Host;
import io.jcr.spi.contract.StubHostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {
  @TempDir Path directory;
  private Leases leases;

  @BeforeEach
  void take() throws IOException {
    leases = new Leases(StateRoots.below(directory).leases());
    Path pool = Files.createDirectories(leases.directory().resolve("jcr0"));
    Files.createSymbolicLink(pool.resolve("10.88.0.2"), Path.of("/run/jcr/containers/c1"));
  }

  @Test
  void aPoolHasTheKeysThatAreTaken() {
    assertEquals(Set.of("10.88.0.2"), leases.keys("jcr0"));
    assertEquals(Set.of(), leases.keys("other"));
    assertTrue(leases.isTaken("jcr0", "10.88.0.2"));
    assertFalse(leases.isTaken("jcr0", "10.88.0.3"));
  }

  @Test
  void aLeaseLeadsToItsHolder() throws IOException {
    Path pool = leases.directory().resolve("jcr0");
    assertEquals(
        Optional.of(Path.of("/run/jcr/containers/c1")), Leases.holder(pool.resolve("10.88.0.2")));
    assertEquals(Optional.empty(), Leases.holder(pool.resolve("10.88.0.3")));
    assertEquals(Optional.empty(), Leases.holder(Files.createFile(pool.resolve("10.88.0.3"))));
  }

  /// Except in a rehearsal: the holder may be dead.
  @Test
  void aDryRunSeesThem() {
    Host planning =
        HostChain.planning(
            StateRoots.below(directory), "c1", StubHostFacts.bare(), new HostLog(false));
    assertEquals(Set.of("10.88.0.2"), planning.leased("jcr0"));
  }
}
