package io.jcr.api.rtnetlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"lo", "jcr0", "br-lan", "a.b@c", "exactly15bytes!", "brücke"})
  void theKernelWouldTakeIt(String name) {
    assertTrue(LinkName.isValid(name));
    assertEquals(name, LinkName.require(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "-0",
        ".a",
        "a b",
        "a/b",
        "a:b",
        "a\tb",
        "a\0",
        "eth%d",
        "sixteen-bytes-..",
        "zwölf-brückenp"
      })
  void theKernelWouldNot(String name) {
    assertFalse(LinkName.isValid(name));
  }

  @Test
  void aRefusalNamesTheName() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> LinkName.require("a b"))
            .getMessage()
            .contains("'a b'"));
  }
}
