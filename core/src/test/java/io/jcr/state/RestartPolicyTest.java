package io.jcr.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import io.jcr.state.RestartPolicy.When;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestartPolicyTest {
  @ParameterizedTest
  @ValueSource(strings = {"no", "on-failure", "on-failure:3", "always", "unless-stopped"})
  void whatIsReadIsWrittenAgain(String text) {
    assertEquals(text, RestartPolicy.parse(text).text());
  }

  @Test
  void zeroIsWithoutALimit() {
    assertEquals(new RestartPolicy(When.ON_FAILURE, 0), RestartPolicy.parse("on-failure:0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "never",
        "Always",
        "on-failure:",
        "on-failure:-1",
        "on-failure:x",
        "always:3",
        "on-failure:99999999999"
      })
  void otherWordsAreRefused(String text) {
    UsageException refusal = assertThrows(UsageException.class, () -> RestartPolicy.parse(text));
    assertEquals(
        "--restart="
            + text
            + ": allowed are no, on-failure, on-failure:N (at most N times), always and"
            + " unless-stopped",
        refusal.getMessage());
  }

  @Test
  void noStaysStopped() {
    assertFalse(RestartPolicy.NO.restarts(1, 0));
  }

  @Test
  void onFailureIsAboutTheStatusAndCounts() {
    RestartPolicy twice = RestartPolicy.parse("on-failure:2");
    assertFalse(twice.restarts(0, 0));
    assertTrue(twice.restarts(1, 0));
    assertTrue(twice.restarts(137, 1));
    assertFalse(twice.restarts(1, 2));
    assertTrue(RestartPolicy.parse("on-failure").restarts(1, 1_000_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"always", "unless-stopped"})
  void alwaysIsWhateverTheStatus(String text) {
    assertTrue(RestartPolicy.parse(text).restarts(0, 1_000_000));
    assertTrue(RestartPolicy.parse(text).restarts(1, 0));
  }
}
