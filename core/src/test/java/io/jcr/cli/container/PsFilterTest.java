package io.jcr.cli.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.UsageException;
import io.jcr.state.ExitRecord;
import io.jcr.state.Identity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PsFilterTest {
  private static final Optional<ExitRecord> EXIT =
      Optional.of(new ExitRecord(3, 0, false, Instant.EPOCH, Instant.EPOCH, ""));

  @ParameterizedTest
  @CsvSource({
    "status=stopped,true",
    "status=exited,true",
    "status=running,false",
    "name=eb,true",
    "name=db,false",
    "label=app,true",
    "label=app=x=y,true",
    "label=app=x,false",
    "label=other,false",
    "exited=3,true",
    "exited=0,false",
    "id=ab,true",
    "id=b,false",
    "id=,false",
    "net=none,true",
    "net=veth,false",
    "before=db,true",
    "since=db,false",
    "since=web,false"
  })
  void aStoppedContainerIsAccepted(String filter, boolean accepted) {
    assertEquals(accepted, names(filter).contains("web"));
  }

  @Test
  void oneThatRunsHasNoStatus() {
    assertEquals(List.of(), names("exited=0"));
    assertEquals(List.of("db"), names("status=running"));
  }

  @Test
  void aFrozenOneIsPausedAndDoesNotRun() {
    PsRow frozen = row("frozen", "ef", Status.RUNNING, Optional.empty(), 3, true);
    assertEquals(
        List.of(frozen),
        PsFilter.accepted(List.of(PsFilter.parse("status=paused")), List.of(frozen)));
    assertEquals(
        List.of(), PsFilter.accepted(List.of(PsFilter.parse("status=running")), List.of(frozen)));
  }

  /// As in docker.
  @Test
  void valuesOfOneKeyAreAlternativesAndLabelsAreNot() {
    assertEquals(List.of("web", "db"), names("status=running", "status=exited"));
    assertEquals(List.of("web", "db"), names("name=web", "name=db"));
    assertEquals(List.of(), names("name=web", "status=running"));
    assertEquals(List.of(), names("label=app", "label=other"));
  }

  @Test
  void theOneToCompareWithHasToBeThere() {
    assertEquals(
        "--filter=since=nobody: no such container",
        assertThrows(UsageException.class, () -> names("since=nobody")).getMessage());
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
        "--filter="
            + text
            + ": expected KEY=VALUE; choose KEY from status, name, id, label, exited, net, before, since",
        refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status=up | choose from creating, created, running, paused, exited",
        "exited=none | expected an exit status, 0 to 255",
        "exited=256 | expected an exit status, 0 to 255"
      })
  void valuesThatCannotBeAreRefused(String text, String allowed) {
    assertEquals(
        "--filter=" + text + ": " + allowed,
        assertThrows(UsageException.class, () -> PsFilter.parse(text)).getMessage());
  }

  private static List<String> names(String... filters) {
    List<PsRow> rows =
        List.of(
            row("web", "abc", Status.STOPPED, EXIT, 1, false),
            row("db", "cde", Status.RUNNING, Optional.empty(), 2, false));
    return PsFilter.accepted(Stream.of(filters).map(PsFilter::parse).toList(), rows).stream()
        .map(row -> row.identity().name())
        .toList();
  }

  private static PsRow row(
      String name,
      String id,
      Status status,
      Optional<ExitRecord> exit,
      long created,
      boolean paused) {
    ContainerState state =
        new ContainerState(name, status, 1, 1, "", Path.of("/run/" + name), Map.of("net", "none"));
    Map<String, String> labels = exit.isPresent() ? Map.of("app", "x=y") : Map.of();
    return new PsRow(
        new Identity(name, id, name),
        state,
        "",
        labels,
        exit,
        Instant.ofEpochSecond(created),
        paused);
  }
}
