package io.jcr.plugins.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import io.jcr.plugins.demo.model.Played;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// When the demo waits for keys, and which of them go on.
class PagerTest {
  /// Somebody who presses a key at each question, `q` at the last.
  private static final class Reader implements Between.Audience {
    private final List<String> keys;
    private int asked;
    private boolean closed;

    Reader(String... keys) {
      this.keys = List.of(keys);
    }

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public boolean askToGoOn() throws IOException {
      return Pager.goesOn(typed(keys.get(asked++))::read);
    }
  }

  private static ByteArrayInputStream typed(String keys) {
    return new ByteArrayInputStream(keys.getBytes(StandardCharsets.US_ASCII));
  }

  private static DemoOptions options(String... arguments) {
    DemoOptions options = new DemoOptions();
    new CommandLine(options).parseArgs(arguments);
    return options;
  }

  private static Played played(int number) {
    return RecordedDemo.played().get(number - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", "\r", "x ", "\u001b[B ", " q"})
  void spaceAndEnterGoOn(String keys) throws IOException {
    assertTrue(Pager.goesOn(typed(keys)::read));
  }

  @ParameterizedTest
  @ValueSource(strings = {"q", "Q", "xq", "\u0004", "", "\u001b[A", "q "})
  void quittingAndTheEndOfInputEnd(String keys) throws IOException {
    assertFalse(Pager.goesOn(typed(keys)::read));
  }

  @Test
  void onlyTheAnswerIsRead() throws IOException {
    ByteArrayInputStream keys = typed("x  q");
    List<Boolean> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      answers.add(Pager.goesOn(keys::read));
    }
    assertEquals(List.of(true, true, false), answers);
  }

  @Test
  void itAsksBetweenScenesAndNotAfterTheLast() throws Exception {
    Reader reader = new Reader(" ", "q");
    Between between = new Between(Duration.ZERO, true);
    int last = RecordedDemo.played().size();
    assertTrue(between.pass(reader, played(1)));
    assertFalse(between.pass(reader, played(2)));
    assertTrue(between.pass(reader, played(last)));
    assertEquals(2, reader.asked);
  }

  @Test
  void whoHasGoneIsNotAsked() throws Exception {
    Reader reader = new Reader();
    reader.closed = true;
    assertFalse(new Between(Duration.ZERO, true).pass(reader, played(1)));
    assertEquals(0, reader.asked);
  }

  @Test
  void withoutAPagerNobodyIsAsked() throws Exception {
    Reader reader = new Reader();
    assertTrue(new Between(Duration.ZERO, false).pass(reader, played(1)));
    assertEquals(0, reader.asked);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none, true, true",
        "none, false, false",
        "--no-pager, true, false",
        "--no-pager, false, false",
        "--step, true, true",
        "--pause=1, true, false",
        "--pause=0, true, true",
        "--format=tap, true, false",
        "--format=json, true, false",
        "--scene=host-name, true, true",
      })
  void aTerminalIsPaged(String argument, boolean terminal, boolean paged) {
    DemoOptions options = argument == null ? options() : options(argument);
    assertEquals(paged, options.paged(terminal));
  }

  @Test
  void stepAndJsonAsksAllTheSame() {
    assertTrue(options("--step", "--format=json").paged(true));
  }

  @Test
  void whatContradictsIsRefused() {
    assertEquals(
        "use only one of --step and --no-pager",
        assertThrows(UsageException.class, () -> options("--step", "--no-pager").paged(true))
            .getMessage());
    assertEquals(
        "--step: there is no terminal to wait for keys on",
        assertThrows(UsageException.class, () -> options("--step").paged(false)).getMessage());
  }
}
