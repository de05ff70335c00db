package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerState;
import io.jcr.spi.contract.StubHostFacts;
import io.jcr.state.ContainerRecords;
import io.jcr.state.RestartPolicy;
import io.jcr.state.StateFile;
import io.jcr.state.StateRoot;
import io.jcr.state.StopMarker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartTest {
  private static final RestartPolicy ALWAYS = RestartPolicy.parse("always");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"0,100", "1,200", "2,400", "6,6400", "9,51200", "10,60000", "1000000,60000"})
  void eachTimeItIsWaitedTwiceAsLongButAMinuteAtMost(int restarts, long milliseconds) {
    assertEquals(Duration.ofMillis(milliseconds), restart(ALWAYS, restarts, 9, 1).delay());
  }

  @Test
  void oneThatRanForTenSecondsBeginsAnew() {
    assertEquals(Duration.ofMillis(100), restart(ALWAYS, 8, 10, 1).delay());
  }

  @Test
  void theyAreCounted() {
    assertEquals(1, restart(ALWAYS, 0, 1, 1).count());
    assertEquals(5, restart(ALWAYS, 4, 1, 1).count());
  }

  @Test
  void thePolicyDecides() {
    assertTrue(restart(ALWAYS, 0, 1, 0).awaited());
    assertFalse(restart(RestartPolicy.NO, 0, 1, 1).awaited());
    assertFalse(restart(RestartPolicy.parse("on-failure"), 0, 1, 0).awaited());
    assertFalse(restart(RestartPolicy.parse("on-failure:3"), 3, 1, 1).awaited());
  }

  @Test
  void whatWasStoppedStaysSo() throws IOException {
    Restart restart = restart(ALWAYS, 0, 1, 1);
    Files.createDirectories(bundle());
    new StopMarker(bundle()).set();
    assertFalse(restart.awaited());
  }

  /// Its supervisor was killed, and with it the container: nobody knows how it ended.
  @Test
  void whatHasNotEndedIsNotStartedAgain() {
    ContainerRecords records = new ContainerRecords(StateRoot.of(directory), StubHostFacts.bare());
    assertFalse(new Restart(records, state(0), ALWAYS).awaited());
  }

  private Path bundle() {
    return StateRoot.of(directory).container("c1");
  }

  private ContainerState state(int restarts) {
    return new ContainerState(
        "c1",
        ContainerState.Status.STOPPED,
        1,
        1,
        "",
        bundle(),
        restarts == 0 ? Map.of() : Map.of(StateFile.RESTARTS, "" + restarts));
  }

  /// @param ran how many seconds it did
  private Restart restart(RestartPolicy policy, int restarts, int ran, int status) {
    String exit =
        "{\"exitStatus\":"
            + status
            + ",\"startedAt\":\"2026-11-28T17:00:00.5Z\",\"finishedAt\":\"2026-11-28T17:00:"
            + (ran < 10 ? "0" : "")
            + ran
            + ".5Z\"}";
    StubHostFacts facts = StubHostFacts.bare().withFile(bundle().resolve(StateRoot.EXIT), exit);
    return new Restart(
        new ContainerRecords(StateRoot.of(directory), facts), state(restarts), policy);
  }
}
