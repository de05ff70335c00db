package io.jcr.cli.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.UsageException;
import io.jcr.runtime.ExitRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PsFilterTest {
  private static final Optional<ExitRecord> EXIT =
      Optional.of(new ExitRecord(3, 0, false, Instant.EPOCH, Instant.EPOCH, ""));

  @ParameterizedTest
  @CsvSource({
    "status=stopped,true", "status=exited,true", "status=running,false", "name=eb,true",
    "name=db,false", "label=app,true", "label=app=x=y,true", "label=app=x,false",
    "label=other,false", "exited=3,true", "exited=0,false"
  })
  void aStoppedContainerIsAccepted(String filter, boolean accepted) {
    assertEquals(
        accepted, PsFilter.parse(filter).accepts(web(Status.STOPPED), Map.of("app", "x=y"), EXIT));
  }

  @Test
  void oneThatRunsHasNoStatus() {
    ContainerState running = web(Status.RUNNING);
    assertFalse(PsFilter.parse("exited=0").accepts(running, Map.of(), Optional.empty()));
    assertTrue(PsFilter.parse("status=running").accepts(running, Map.of(), Optional.empty()));
  }

  @Test
  void someAreAboutContainersThatDoNotRun() {
    assertTrue(PsFilter.parse("status=created").namesAStatus());
    assertTrue(PsFilter.parse("exited=0").namesAStatus());
    assertFalse(PsFilter.parse("name=x").namesAStatus());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "status", "colour=red", "=x", "Name=x"})
  void othersAreRefused(String text) {
    UsageException refusal = assertThrows(UsageException.class, () -> PsFilter.parse(text));
    assertEquals(
        "--filter=" + text + ": expected KEY=VALUE; known keys are status, name, label, exited",
        refusal.getMessage());
  }

  private static ContainerState web(Status status) {
    return new ContainerState("web", status, 1, 1, "", Path.of("/run/web"), Map.of());
  }
}
