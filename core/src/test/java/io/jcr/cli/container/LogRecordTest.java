package io.jcr.cli.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogRecordTest {
  private static final Instant TIME = Instant.parse("2026-11-28T17:00:00.123456789Z");

  @Test
  void aRecordHasATimeAStreamATagAndAText() {
    assertEquals(
        Optional.of(new LogRecord(TIME, false, true, "two words ")),
        LogRecord.parse("2026-11-28T17:00:00.123456789Z stdout F two words "));
    assertEquals(
        Optional.of(new LogRecord(TIME, true, false, "half")),
        LogRecord.parse("2026-11-28T17:00:00.123456789Z stderr P half"));
  }

  @Test
  void anEmptyLineIsOne() {
    assertEquals(
        Optional.of(new LogRecord(TIME, false, true, "")),
        LogRecord.parse("2026-11-28T17:00:00.123456789Z stdout F "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "yesterday stdout F text",
        "2026-11-28T17:00:00Z stdout F",
        "\0\0\0 \0 \0 \0"
      })
  void whatIsNoneIsLeftOut(String line) {
    assertEquals(Optional.empty(), LogRecord.parse(line));
  }
}
