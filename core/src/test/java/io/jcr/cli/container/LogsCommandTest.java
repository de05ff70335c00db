package io.jcr.cli.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogsCommandTest {
  private static final Instant NOW = Instant.parse("2026-11-28T17:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-11-28T16:30:00Z,2026-11-28T16:30:00Z",
    "2026-11-28T17:30:00.5+01:00,2026-11-28T16:30:00.5Z",
    "0,1970-01-01T00:00:00Z",
    "1796000000,2026-11-30T00:53:20Z",
    "10m,2026-11-28T16:50:00Z",
    "1h30m,2026-11-28T15:30:00Z",
    "1.5s,2026-11-28T16:59:58.5Z"
  })
  void aMomentIsATimeOrHowLongAgo(String text, Instant moment) {
    assertEquals(moment, LogsCommand.moment("--since", text, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "10x",
        "-",
        "m",
        "2026-13-01T00:00:00Z",
        "99999999999999999999",
        "99999999999999999",
        "2562047788015215h",
        "9000000000000000h"
      })
  void othersAreRefused(String text) {
    UsageException refusal =
        assertThrows(UsageException.class, () -> LogsCommand.moment("--since", text, NOW));
    assertEquals(
        "--since="
            + text
            + ": expected a time such as 2026-11-28T17:00:00Z, seconds since 1970, or 10m for ten"
            + " minutes ago",
        refusal.getMessage());
  }
}
