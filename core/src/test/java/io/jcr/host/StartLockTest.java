package io.jcr.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.spi.ContainerPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartLockTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir Path directory;
  private final Libc libc = new FfmLibc();

  @Test
  void theCollectorIsAloneWhenAllAreStarted() {
    StartLock one = StartLock.shared(libc, leases());
    StartLock two = StartLock.shared(libc, leases());
    assertTrue(alone().isEmpty());
    one.close();
    assertTrue(alone().isEmpty());
    two.close();
    two.close();
    alone().orElseThrow().close();
  }

  @Test
  void whereNoneHasStartedNothingIsMade() {
    alone().orElseThrow().close();
    assertFalse(Files.exists(leases()));
  }

  @Test
  void whoStartsWaitsForTheCollector()
      throws InterruptedException, ExecutionException, TimeoutException {
    StartLock.shared(libc, leases()).close();
    StartLock collector = alone().orElseThrow();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<StartLock> starting = thread.submit(() -> StartLock.shared(libc, leases()));
      assertFalse(starting.isDone());
      collector.close();
      starting.get(10, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void aHostHoldsItFromTheFirstLeaseOn() throws IOException {
    Path state = Files.createDirectory(directory.resolve("c1"));
    ContainerPaths paths = new ContainerPaths(state, state, state);
    try (LinuxHost host = new LinuxHost(libc, new LinuxHostFacts(), paths, leases())) {
      alone().orElseThrow().close();
      assertEquals(Optional.empty(), host.lease("pool", "key"));
      assertTrue(alone().isEmpty());
    }
    alone().orElseThrow().close();
  }

  private Optional<StartLock> alone() {
    return StartLock.alone(libc, leases(), SHORT);
  }

  private Path leases() {
    return directory.resolve("leases");
  }
}
