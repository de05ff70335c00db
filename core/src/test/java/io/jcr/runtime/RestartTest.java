package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerState;
import io.jcr.host.Effects;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.spi.contract.StubHostFacts;
import io.jcr.state.ContainerRecords;
import io.jcr.state.RestartPolicy;
import io.jcr.state.StateFile;
import io.jcr.state.StateRoot;
import io.jcr.state.StopMarker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartTest {
  /// No process has this pid: it is above the kernel's largest (PID_MAX_LIMIT).
  private static final long SUPERVISOR = 5_000_000;

  private static final RestartPolicy ALWAYS = RestartPolicy.parse("always");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"0,100", "1,200", "2,400", "6,6400", "9,51200", "10,60000", "1000000,60000"})
  void eachTimeItIsWaitedTwiceAsLongButAMinuteAtMost(int restarts, long milliseconds)
      throws IOException {
    assertEquals(Duration.ofMillis(milliseconds), restart(ALWAYS, restarts, 9, 1).delay());
  }

  @Test
  void oneThatRanForTenSecondsBeginsAnew() throws IOException {
    assertEquals(Duration.ofMillis(100), restart(ALWAYS, 8, 10, 1).delay());
  }

  @Test
  void theyAreCounted() throws IOException {
    assertEquals(1, restart(ALWAYS, 0, 1, 1).count());
    assertEquals(5, restart(ALWAYS, 4, 1, 1).count());
  }

  @Test
  void thePolicyDecides() throws IOException {
    assertTrue(restart(ALWAYS, 0, 1, 0).awaited(SUPERVISOR));
    assertFalse(restart(RestartPolicy.NO, 0, 1, 1).awaited(SUPERVISOR));
    assertFalse(restart(RestartPolicy.parse("on-failure"), 0, 1, 0).awaited(SUPERVISOR));
    assertFalse(restart(RestartPolicy.parse("on-failure:3"), 3, 1, 1).awaited(SUPERVISOR));
  }

  @Test
  void whatWasStoppedStaysSo() throws IOException {
    Restart restart = restart(ALWAYS, 0, 1, 1);
    new StopMarker(bundle()).set(Effects.made());
    assertFalse(restart.awaited(SUPERVISOR));
  }

  @Test
  void whatIsStoppedMeanwhileStaysSoAtOnce() throws Exception {
    assertStays(() -> new StopMarker(bundle()).set(Effects.made()));
  }

  @Test
  void whatSomebodyHasStartedMeanwhileIsLeftToTheNewSupervisor() throws Exception {
    assertStays(() -> StateFile.write(state(0, SUPERVISOR + 1)));
    assertFalse(restart(ALWAYS, 0, 1, 1).awaited(SUPERVISOR + 1), "or had started it before");
  }

  @Test
  void whatIsRemovedMeanwhileStaysSo() throws Exception {
    assertStays(() -> {
      try (Stream<Path> files = Files.list(bundle())) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
        Files.delete(bundle());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /// That `awaited`, which would wait for a minute, returns false soon after `change`.
  private void assertStays(Runnable change) throws Exception {
    Restart restart = restart(ALWAYS, 10, 1, 1);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<Boolean> awaited = other.submit(() -> restart.awaited(SUPERVISOR));
      change.run();
      assertFalse(awaited.get(30, TimeUnit.SECONDS));
    }
  }

  /// Its supervisor was killed, and with it the container: nobody knows how it ended.
  @Test
  void whatHasNotEndedIsNotStartedAgain() {
    ContainerRecords records = new ContainerRecords(StateRoot.of(directory), StubHostFacts.bare());
    assertFalse(new Restart(records, state(0, SUPERVISOR), ALWAYS).awaited(SUPERVISOR));
  }

  @Test
  void nothingIsComingFromASupervisorThatIsGone() throws IOException {
    Restart restart = restart(ALWAYS, 0, 1, 1);
    assertTrue(restart.isDue());
    assertFalse(restart.isComing());
    long self = ProcessHandle.current().pid();
    assertTrue(new Restart(records(), state(0, self), ALWAYS).isComing());
  }

  private Path bundle() {
    return StateRoot.of(directory).container("c1");
  }

  private ContainerRecords records() {
    return new ContainerRecords(StateRoot.of(directory), new LinuxHostFacts());
  }

  private ContainerState state(int restarts, long supervisor) {
    return new ContainerState(
        "c1",
        ContainerState.Status.STOPPED,
        1,
        1,
        "",
        bundle(),
        Map.of(StateFile.RESTARTS, "" + restarts, StateFile.SUPERVISOR, "" + supervisor));
  }

  /// @param ran how many seconds it did
  private Restart restart(RestartPolicy policy, int restarts, int ran, int status)
      throws IOException {
    String exit =
        "{\"exitStatus\":"
            + status
            + ",\"startedAt\":\"2026-11-28T17:00:00.5Z\",\"finishedAt\":\"2026-11-28T17:00:"
            + (ran < 10 ? "0" : "")
            + ran
            + ".5Z\"}";
    Files.createDirectories(bundle());
    Files.writeString(bundle().resolve(StateRoot.EXIT), exit);
    ContainerState state = state(restarts, SUPERVISOR);
    StateFile.write(state);
    return new Restart(records(), state, policy);
  }
}
