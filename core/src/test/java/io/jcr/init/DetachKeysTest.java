package io.jcr.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetachKeysTest {
  @Test
  void keysAreWhatTheTerminalSends() {
    assertEquals("\u0010\u0011", DetachKeys.parse("ctrl-p,ctrl-q").characters());
    assertEquals("\u0010\u0011", DetachKeys.DEFAULT.characters());
    assertEquals("\u0001", DetachKeys.parse("ctrl-A").characters());
    assertEquals("\u001d~q", DetachKeys.parse("ctrl-],~,q").characters());
    assertEquals("", DetachKeys.parse("").characters());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",",
        "ab",
        "ctrl-",
        "ctrl-1",
        "ctrl-pp",
        "ctrl-@",
        "alt-p",
        "ä",
        "a,",
        "a, b",
        "a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a"
      })
  void whatIsNoKeyIsRefused(String text) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> DetachKeys.parse(text));
    assertTrue(failure.getMessage().startsWith("detach keys '" + text + "'"), failure.getMessage());
  }

  @Test
  void whatTheProtocolCannotSayIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new DetachKeys("\0"));
    Path log = Path.of("/log");
    assertThrows(
        IllegalArgumentException.class, () -> new Detachment(log, 0, 0, StandardInput.NONE, null));
    assertThrows(
        IllegalArgumentException.class, () -> new Detachment(log, -1, 1, StandardInput.NONE, null));
    List<String> relative = List.of("jcr");
    assertThrows(IllegalArgumentException.class, () -> new Ending(null, relative));
  }
}
