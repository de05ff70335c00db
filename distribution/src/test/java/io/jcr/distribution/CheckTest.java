package io.jcr.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The arguments of `./check`; what it does with good ones, this test is a part of.
class CheckTest {
  @ParameterizedTest
  @ValueSource(strings = {"--quik", "-q", "quick", "--quick=yes", ""})
  void anUnknownArgumentIsRefusedWithTheUsage(String argument) throws Exception {
    List<String> said = check(2, "--quick", argument);
    assertEquals("check: unknown argument '" + argument + "'", said.getFirst());
    assertEquals("usage: ./check [--quick]", said.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help"})
  void itSaysWhatTheStagesAre(String argument) throws Exception {
    assertTrue(check(0, argument).getFirst().startsWith("usage: ./check"));
  }

  @Test
  void helpIsNoReasonToForgetAboutAMistake() throws Exception {
    assertEquals("check: unknown argument 'x'", check(2, "x", "--help").getFirst());
  }

  private static List<String> check(int status, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("../check"));
    command.addAll(List.of(arguments));
    Process check = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = check.inputReader(UTF_8)) {
      List<String> lines = out.readAllLines();
      assertEquals(status, check.waitFor(), lines::toString);
      return lines;
    }
  }
}
