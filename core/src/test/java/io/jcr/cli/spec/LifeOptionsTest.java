package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import io.jcr.cli.option.OptionTable;
import io.jcr.init.StandardInput;
import io.jcr.state.LifePolicy;
import io.jcr.state.RestartPolicy;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifeOptionsTest {
  private final LifeOptions options = new LifeOptions();

  @Test
  void withoutOptionsItIsTheDefault() {
    given();
    assertEquals(LifePolicy.DEFAULT, options.policy(StandardInput.NONE));
    Map<String, String> annotations = new TreeMap<>(options.annotations(StandardInput.NONE));
    Instant.parse(annotations.remove(LifeOptions.CREATED));
    assertEquals(Map.of(), annotations);
  }

  @Test
  void allOfThemAreThePolicy() {
    given(
        "--restart=on-failure:2",
        "--stop-signal=int",
        "--stop-timeout=-1",
        "--log-opt=max-size=10k",
        "--log-opt=max-file=3");
    assertEquals(
        new LifePolicy(
            false,
            RestartPolicy.parse("on-failure:2"),
            "SIGINT",
            -1,
            10 * 1024,
            3,
            StandardInput.OPEN),
        options.policy(StandardInput.OPEN));
  }

  @ParameterizedTest
  @CsvSource({
    "--keep,false,true",
    "--keep,true,true",
    "--rm,true,false",
    "--rm,false,false",
    "--restart=always,false,true",
    "--restart=no,false,false",
    "--restart=no,true,true"
  })
  void aDetachedContainerIsKeptUnlessItIsToBeRemoved(
      String option, boolean detached, boolean kept) {
    given(option);
    assertEquals(kept, options.kept(detached));
  }

  @Test
  void withoutOptionsADetachedContainerIsKept() {
    given();
    assertTrue(options.kept(true));
    assertFalse(options.kept(false));
  }

  @Test
  void contradictionsAreRefused() {
    given("--rm", "--keep");
    UsageException refusal = assertThrows(UsageException.class, () -> options.kept(true));
    assertEquals(
        "--rm and --keep contradict each other (leave one of them out)", refusal.getMessage());
  }

  @Test
  void whatIsRemovedIsNotStartedAgain() {
    given("--rm", "--restart=always");
    assertEquals(
        "--rm and --restart=always contradict each other (leave one of them out)", refusal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--stop-timeout=-2|--stop-timeout=-2: expected a number from -1 to 2147483647",
        "--stop-timeout=x|--stop-timeout=x: expected a number from -1 to 2147483647",
        "--log-opt=max-file=0|--log-opt=max-file=0: expected a number from 1 to 1000",
        "--log-opt=max-file|--log-opt=max-file: choose from max-size=SIZE and max-file=COUNT",
        "--log-opt=max-size=many|--log-opt=max-size=many: expected a size such as 10M",
        "--log-opt=max-size=0|--log-opt=max-size=0: expected a size of at least 1 byte; without"
            + " max-size a log is not rotated",
        "--log-opt=mode=x|--log-opt=mode=x: choose from max-size=SIZE and max-file=COUNT",
        "--label==x|--label==x: expected KEY=VALUE; keys that begin with io.jcr. are jcr's own",
        "--label=io.jcr.restart=always|--label=io.jcr.restart=always: expected KEY=VALUE; keys"
            + " that begin with io.jcr. are jcr's own",
        "--restart=maybe|--restart=maybe: allowed are no, on-failure, on-failure:N (at most N"
            + " times), always and unless-stopped",
      })
  void badValuesAreOneSentence(String option, String sentence) {
    given(option);
    assertEquals(sentence, refusal());
  }

  @Test
  void labelsAreAnnotations() {
    given("-l", "a=b=c", "--label", "bare");
    Map<String, String> annotations = options.annotations(StandardInput.NONE);
    assertEquals("b=c", annotations.get("a"));
    assertEquals("", annotations.get("bare"));
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(UsageException.class, () -> options.annotations(StandardInput.NONE))
            .getMessage());
  }

  private void given(String... arguments) {
    Callable<Integer> nothing = () -> 0;
    OptionTable table = new OptionTable("run", nothing, "Runs.");
    options.declare(table);
    table.line().parseArgs(arguments);
  }
}
