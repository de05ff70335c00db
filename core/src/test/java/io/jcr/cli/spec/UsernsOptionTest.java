package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.UsageException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsernsOptionTest {
  private static BackendChoice choice(String name, Map<String, String> options) {
    return new BackendChoice(name, options);
  }

  @Test
  void aloneItIsOfTheDefaultBackend() {
    assertEquals(choice("clone", Map.of("user", "")), UsernsOption.apply("auto", null));
    assertEquals(
        choice("clone", Map.of("user", "", "uid", "100000", "count", "65536")),
        UsernsOption.apply("100000:65536", null));
  }

  @Test
  void itGoesToTheBackendThatWasChosen() {
    assertEquals(
        choice("unshare", Map.of("time", "", "user", "")),
        UsernsOption.apply("auto", choice("unshare", Map.of("time", ""))));
    assertEquals(
        choice("setns", Map.of("uts", "/x", "user", "", "uid", "7", "count", "8")),
        UsernsOption.apply("7:8", choice("setns", Map.of("uts", "/x"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Auto", "host", "5", "5:", ":5", "-1:5", "5:6:7", "5:6 ", "0x5:6"})
  void anythingElseIsRefused(String text) {
    String refusal =
        assertThrows(UsageException.class, () -> UsernsOption.apply(text, null)).getMessage();
    assertEquals(
        "--userns=" + text + ": expected auto or UID:COUNT, such as 100000:65536", refusal);
  }

  @Test
  void twoOfThemAreRefused() {
    BackendChoice user = choice("clone", Map.of("user", ""));
    String refusal =
        assertThrows(UsageException.class, () -> UsernsOption.apply("auto", user)).getMessage();
    assertTrue(refusal.contains("leave one of them out"), refusal);
  }
}
