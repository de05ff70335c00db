package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Containers whose caller has no terminal: pipes, with a terminal inside or without.
@WithJcr
class StandardStreamsIT {
  @Test
  void inputThatIsNoTerminalIsNone(Jcr jcr) {
    Result result =
        jcr.callWithInput("three\nlines\nof it\n", "run", "--net=none", "--", "wc", "-l");

    assertEquals("3", result.succeeded().line());
    Json seen = jcr.inside("--net=none", "--", "jcr-probe", "terminal").json();
    assertEquals(false, seen.get("terminal.stdin.isTerminal").flag());
    assertTrue(seen.get("terminal.controlling").isNull());
  }

  @Test
  void aTerminalCanBeAskedForWithoutHavingOne(Jcr jcr) {
    Result result =
        jcr.callWithInput("echo typed; tty\nexit 3\n", "run", "--net=none", "-t", "--", "sh")
            .exited(3);

    assertTrue(result.output().contains("typed\r\n"), result.output());
    assertTrue(result.output().matches("(?s).*/dev/(pts/0|console)\r\n.*"), result.output());
  }

  @Test
  void endOfInputReachesAProgramInATerminal(Jcr jcr) {
    Result result =
        jcr.callWithInput("one line\n", "run", "--net=none", "-t", "--", "cat").exited(0);

    assertTrue(result.output().contains("one line\r\n"), result.output());
  }

  @Test
  void inputMayEndInTheMiddleOfALine(Jcr jcr) {
    Result result = jcr.callWithInput("hi", "run", "--net=none", "-t", "--", "cat").exited(0);

    assertEquals("hihi", result.output(), "the echo and the answer");
  }

  @Test
  void whatDoesNotFitIntoALineIsNoObstacleForItsEnd(Jcr jcr) {
    Requires.command("bash", "bash");
    String script = "head -c 9000000 /dev/zero | \"$@\"";

    jcr.through("bash", "-c", script, "bash")
        .run("--net=none", "-t", "--", "sh", "-c", "stty -echo; cat >/dev/null; exit 6")
        .exited(6);
  }

  @Test
  void inputThatNobodyReadsKeepsNothingRunning(Jcr jcr) {
    Requires.command("bash", "bash");

    jcr.through("bash", "-c", "yes | \"$@\"", "bash")
        .run("--net=none", "-t", "--", "sh", "-c", "stty -echo; exit 7")
        .exited(7);
  }
}
