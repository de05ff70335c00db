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
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {
  @TempDir Path directory;
  private Leases leases;

  @BeforeEach
  void take() throws IOException {
    leases = new Leases(StateRoot.of(directory).leases());
    Path pool = Files.createDirectories(leases.directory().resolve("jcr0"));
    Files.writeString(pool.resolve("10.88.0.2"), "");
  }

  @Test
  void aPoolHasTheKeysThatAreTaken() {
    assertEquals(Set.of("10.88.0.2"), leases.keys("jcr0"));
    assertEquals(Set.of(), leases.keys("other"));
    assertTrue(leases.isTaken("jcr0", "10.88.0.2"));
    assertFalse(leases.isTaken("jcr0", "10.88.0.3"));
  }

  /// Except in a rehearsal: the holder may be dead.
  @Test
  void aDryRunSeesThem() {
    Host planning =
        HostChain.planning(StateRoot.of(directory), "c1", StubHostFacts.bare(), new HostLog(false));
    assertEquals(Set.of("10.88.0.2"), planning.leased("jcr0"));
  }
}
