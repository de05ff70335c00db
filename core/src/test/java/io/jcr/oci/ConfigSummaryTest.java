package io.jcr.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSummaryTest {
  private static final Path BUNDLE = Path.of("/run/jcr/containers/web");

  private static ConfigSummary read(String text) {
    return ConfigSummary.ofText(BUNDLE, text);
  }

  @Test
  void findsTheCommandAndTheAnnotationsWhereverTheyStand() {
    ConfigSummary summary =
        read(
            """
            {"hooks": {"process": {"args": ["not", "this"]}},
             "annotations": {"app": "web", "odd": {"a": 1}, "io.jcr.created": "2026"},
             "linux": {"annotations": {"not": "this"}, "args": ["nor", "this"]},
             "process": {"env": ["args=1"], "args": ["sh", "-c", "x y"], "user": {"args": ["no"]}}}
            """);

    assertEquals(List.of("sh", "-c", "x y"), summary.args());
    assertEquals(Map.of("app", "web", "io.jcr.created", "2026"), summary.annotations());
  }

  @Test
  void readsNothingAfterBoth() {
    String text = "{\"annotations\": {\"a\": \"b\"}, \"process\": {\"args\": [\"sh\"], nonsense }}";
    assertEquals(new ConfigSummary(List.of("sh"), Map.of("a", "b")), read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"process\": null, \"annotations\": 1}",
        "{\"process\": [\"args\"], \"annotations\": [{\"a\": \"b\"}]}",
        "{\"process\": {\"args\": {\"args\": [\"x\"]}}}"
      })
  void whatIsMissingOrOfAnotherKindIsEmpty(String text) {
    assertEquals(new ConfigSummary(List.of(), Map.of()), read(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"process\": {\"args\": [\"sh\"]}, \"linux\": {\"secc|Unexpected end-of-input",
        "{\"annotations\": {\"a\": \"b\"}, \"process\": {\"args\": [\"sh\"], \"en|Unexpected end-of-input",
        "nonsense|Unrecognized token 'nonsense'",
        "{} {}|more than one value"
      })
  void aDamagedFileIsNamed(String text, String reason) {
    String message = assertThrows(UsageException.class, () -> read(text)).getMessage();

    String start = "/run/jcr/containers/web/config.json is not JSON: " + reason;
    assertTrue(message.startsWith(start), message);
  }
}
