package io.jcr.plugins.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.spi.CommandResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CniErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'code':7,'msg':'bad subnet','details':'10.0.0.0/40@is none'} | ~~ | bad subnet: 10.0.0.0/40 is none (code 7, invalid network configuration)",
        "{'code':11,'msg':'busy'} | ~~ | busy (code 11, try again later)",
        "{'code':999,'msg':'Link not found'} | ~~ | Link not found (code 999)",
        "{'code':5} | ~~ | it failed (code 5, input or output failed)",
        "~~ | ~~ | exit status 3, without a word",
        "~~ | first@last words@ | exit status 3: last words",
        "panic: no JSON | ~~ | exit status 3: panic: no JSON",
        "{'code':'seven'} | ~~ | exit status 3: {'code':'seven'}",
        "{} | why | exit status 3: why",
      })
  void isOneSentence(String output, String errors, String sentence) {
    CommandResult failed =
        new CommandResult(3, json(output).replace("@", "\\n"), errors.replace('@', '\n'));
    assertEquals(json(sentence), CniError.of(failed).text());
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
