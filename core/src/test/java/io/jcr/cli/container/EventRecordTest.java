package io.jcr.cli.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.state.ContainerRecords;
import io.jcr.state.StateRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRecordTest {
  private static final String DIE =
      "{\"time\":\"2026-11-28T17:00:00.5Z\",\"type\":\"container\",\"action\":\"die\",\"id\":\"12ab\",\"name\":\"web\",\"attributes\":{\"app\":\"ü\",\"exitCode\":3}}";

  @TempDir Path directory;

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static EventRecord die() {
    return EventRecord.parse(bytes(DIE)).orElseThrow();
  }

  @Test
  void anEventIsRead() {
    EventRecord event = die();
    assertEquals(Instant.parse("2026-11-28T17:00:00.5Z"), event.time());
    assertEquals(
        List.of("container", "die", "12ab", "web"),
        List.of(event.type(), event.action(), event.id(), event.name()));
    assertEquals(Map.of("app", "ü", "exitCode", "3"), event.attributes());
    assertEquals(DIE, event.json());
    assertEquals(
        "2026-11-28T17:00:00.500Z container die 12ab (app=ü, exitCode=3, name=web)", event.text());
  }

  @Test
  void theRestOfAnotherBeforeItDoesNoHarm() {
    assertEquals(Optional.of(die()), EventRecord.parse(DIE.substring(0, 60) + bytes(DIE)));
    assertEquals(Optional.of(die()), EventRecord.parse("\0\0x" + bytes(DIE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "{}",
        "{\"time\":\"2026-11-28T17:00:00Z\",\"type\":\"conta",
        "{\"time\":\"2026-11-28T17:00:00Z\"}",
        "{\"time\":\"yesterday\",\"action\":\"die\"}",
        "{\"time\":\"2026-11-28T17:00:00Z\",\"action\":\"die\",\"attributes\":{\"x\":"
      })
  void whatIsDamagedIsLeftOut(String line) {
    assertEquals(Optional.empty(), EventRecord.parse(line));
  }

  private boolean accepts(String... filters) {
    ContainerRecords records = new ContainerRecords(StateRoot.of(directory), new LinuxHostFacts());
    return EventFilter.of(List.of(filters), records).test(die());
  }

  @ParameterizedTest
  @CsvSource({
    "container=web, true",
    "container=12, true",
    "container=we, false",
    "container=, false",
    "event=die, true",
    "event=start, false",
    "event=start event=die, true",
    "event=die container=db, false",
    "label=app, true",
    "label=app=ü, true",
    "label=app=x, false",
    "label=app label=tier, false",
    "type=container, true",
    "type=network, false"
  })
  void filtersOfOneKeyAreAlternativesAndLabelsAreNot(String filters, boolean accepted) {
    assertEquals(accepted, accepts(filters.split(" ")));
  }

  @Test
  void aContainerIsFoundByTheNameItHasNow() throws IOException {
    Path container = Files.createDirectories(directory.resolve("containers/web"));
    Files.writeString(container.resolve("id"), "12ab");
    Files.writeString(container.resolve("name"), "shop");
    assertEquals(true, accepts("container=shop"));
    assertEquals(false, accepts("container=other"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"event", "action=die", "", "=x"})
  void othersAreRefused(String filter) {
    UsageException refusal = assertThrows(UsageException.class, () -> accepts(filter));
    assertEquals(
        "--filter="
            + filter
            + ": expected KEY=VALUE; choose KEY from container, event, label, type",
        refusal.getMessage());
  }

  @Test
  void followingEndsAtTheDeadline() throws IOException {
    Path log = Files.writeString(directory.resolve("events"), "one\n");
    List<String> lines = new ArrayList<>();
    try (LogFiles files = new LogFiles(log)) {
      files.follow(lines::add, () -> false, Instant.now().minusSeconds(1));
    }
    assertEquals(List.of("one"), lines);
  }
}
