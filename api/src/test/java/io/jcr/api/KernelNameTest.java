package io.jcr.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "br-lan", "a.b@c", "a:b", "brücke", "_x"})
  void isTaken(String name) {
    assertTrue(KernelName.isValid(name, 15));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "-0",
        "--help",
        ".",
        "..",
        "...",
        ".hidden",
        "a/b",
        "/a",
        "eth%d",
        "a b",
        " a",
        "a\tb",
        "a\n",
        "a\0",
        "a\u007f",
        "a\u0085",
        "a\u00a0b",
        "a\u2003b"
      })
  void isRefused(String name) {
    assertFalse(KernelName.isValid(name, 15));
  }

  @Test
  void itsBytesAreCountedNotItsCharacters() {
    assertTrue(KernelName.isValid("x".repeat(15), 15));
    assertFalse(KernelName.isValid("x".repeat(16), 15));
    assertFalse(KernelName.isValid("ü".repeat(8), 15));
  }
}
