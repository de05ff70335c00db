package io.jcr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import io.jcr.cli.session.Session;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoCommandsTest {
  private static final Session SESSION = Session.ofProcess(List.of());

  @Test
  void theFirstWordIsNoOptionAndNoOptionsValue() {
    assertEquals(
        2, TwoCommands.firstWord(SESSION, List.of("--plugin-dir", "run", "run", "--net=none")));
    assertEquals(1, TwoCommands.firstWord(SESSION, List.of("--read-only", "run")));
    assertEquals(1, TwoCommands.firstWord(SESSION, List.of("--net=none", "--", "run")));
    assertEquals(1, TwoCommands.firstWord(SESSION, List.of("--net=none")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--read-only",
        "--init",
        "--no-init",
        "-t",
        "--tty",
        "--no-tty",
        "-i",
        "--interactive"
      })
  void aSwitchTakesNoValue(String option) {
    assertEquals(1, TwoCommands.firstWord(SESSION, List.of(option, "run")));
  }

  @Test
  void anOptionGivenTwiceIsSplit() {
    TwoCommands two =
        TwoCommands.split(
            SESSION, List.of("--net=none", "--name", "a", "--net=veth", "--", "sh", "--net=x"));
    assertEquals(List.of("--net=none", "--name", "a", "--", "sh", "--net=x"), two.first());
    assertEquals(List.of("--name", "a", "--net=veth", "--", "sh", "--net=x"), two.second());
    assertEquals("--net=none", two.firstLabel());
    assertEquals("--net=veth", two.secondLabel());
  }

  @Test
  void valuesMayStandApart() {
    TwoCommands two =
        TwoCommands.split(SESSION, List.of("--fs", "overlay", "--fs", "bind", "--init"));
    assertEquals(List.of("--fs", "overlay", "--init"), two.first());
    assertEquals(List.of("--fs", "bind", "--init"), two.second());
  }

  @Test
  void withoutARepeatedOptionThereIsNothingToCompare() {
    assertThrows(UsageException.class, () -> TwoCommands.split(SESSION, List.of("--net=none")));
  }
}
