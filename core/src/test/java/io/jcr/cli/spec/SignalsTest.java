package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The numbers are those of signal(7) for x86-64 and AArch64.
class SignalsTest {
  @ParameterizedTest
  @CsvSource({
    "SIGTERM,15",
    "TERM,15",
    "term,15",
    "15,15",
    "sigkill,9",
    "HUP,1",
    "WINCH,28",
    "SYS,31",
    "USR1,10",
    "CHLD,17",
    "CONT,18",
    "34,34",
    "64,64"
  })
  void aSignalHasANameOrANumber(String text, int number) {
    assertEquals(number, Signals.number("--signal", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SIG", "SIGSIGTERM", "FOO", "0", "65", "-9", "9.0", "SIG9", " 9"})
  void othersAreRefused(String text) {
    UsageException refusal =
        assertThrows(UsageException.class, () -> Signals.number("--signal", text));
    assertEquals(
        "--signal=" + text + ": no such signal: expected a name of signal(7), or 1 to 64",
        refusal.getMessage());
  }

  @Test
  void itIsWrittenWithItsWholeName() {
    assertEquals("SIGQUIT", Signals.name("--stop-signal", "3"));
    assertEquals("SIGQUIT", Signals.name("--stop-signal", "quit"));
    assertEquals("34", Signals.name("--stop-signal", "34"));
    assertEquals("SIGHUP", Signals.name(1));
    assertEquals("32", Signals.name(32));
    assertEquals("0", Signals.name(0));
  }
}
