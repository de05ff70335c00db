package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A signal that comes while a container is being made ends all of it.
@WithJcr
class StartUpIT {
  private static final int RUNS = 8;
  private static final long SEED = 20_261_123;

  /// How long a run takes here; a signal comes at a random moment of that.
  private static long nanosOfARun(Jcr jcr) {
    long begin = System.nanoTime();
    jcr.inside("--net=veth", "--", "true");
    return System.nanoTime() - begin;
  }

  @ParameterizedTest
  @ValueSource(ints = {LibC.SIGTERM, LibC.SIGINT, LibC.SIGHUP})
  void aSignalAtARandomMoment(int signal, Jcr jcr) {
    Random random = new Random(SEED + signal);
    long span = nanosOfARun(jcr);
    for (int i = 0; i < RUNS; i++) {
      long moment = (long) (random.nextDouble() * span);
      try (Started run = jcr.start("--net=veth", "--limit=pids:50", "--", "sleep", "1000")) {
        LockSupport.parkNanos(moment);
        run.signal(signal);

        Result result = run.awaitEnd();
        assertEquals(
            128 + signal, result.status(), () -> "after " + moment / 1000 + " µs: " + result);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"none", "veth"})
  void aSignalWhenTheContainersDirectoryIsThere(String network, Jcr jcr) {
    for (int i = 0; i < RUNS; i++) {
      try (Started run = jcr.start("--net=" + network, "--name", "early", "--", "sleep", "1000")) {
        Await.until("the state directory is there", () -> Files.exists(Jcr.state("early")));
        run.signal(LibC.SIGTERM);

        run.awaitEnd().exited(143);
        assertTrue(Files.notExists(Jcr.state("early")));
      }
    }
  }
}
