package io.jcr.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
  @Test
  void itIsPrintedAsItIsParsed() {
    assertEquals("02:42:0a:ff:00:07", MacAddress.parse("02:42:0A:ff:00:07").toString());
  }

  @Test
  void itsBytesBeginWithTheFirst() {
    assertArrayEquals(
        new byte[] {2, 0x42, 0x0a, -1, 0, 7}, MacAddress.parse("02:42:0a:ff:00:07").toByteArray());
  }

  @Test
  void anAddressGivesOneOfItsOwn() {
    assertEquals("02:42:ff:58:00:07", MacAddress.of(Ipv4.parse("255.88.0.7")).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "02:42:0a:ff:00", "02:42:0a:ff:00:0g", "02420aff0007", "2:42:a:ff:0:7"})
  void whatIsNoneIsRefused(String text) {
    UsageException refusal = assertThrows(UsageException.class, () -> MacAddress.parse(text));
    assertTrue(refusal.getMessage().contains("'" + text + "'"), refusal.getMessage());
  }

  @Test
  void sixBytesAreEnough() {
    assertThrows(IllegalArgumentException.class, () -> new MacAddress(1L << 48));
  }
}
