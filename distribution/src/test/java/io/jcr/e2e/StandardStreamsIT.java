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
}
