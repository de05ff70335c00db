package io.jcr.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4Test {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0",
    "10.88.0.1, 173539329",
    "255.255.255.255, -1",
    "128.0.0.0, -2147483648"
  })
  void isTheBitsOfItsFourParts(String text, int bits) {
    assertEquals(new Ipv4(bits), Ipv4.parse(text));
    assertEquals(text, new Ipv4(bits).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.88.0",
        "10.88.0.1.2",
        "10.88.0.",
        "10.88.0.256",
        "10.88.0.-1",
        "10.88.0.1 ",
        "0x0a.1.1.1",
        "10.88.0.1/16",
        "1000.1.1.1",
        "a.b.c.d",
        "١.١.١.١",
        "10.88.0.010",
        "00.0.0.0"
      })
  void anythingElseIsRefused(String text) {
    UsageException refusal = assertThrows(UsageException.class, () -> Ipv4.parse(text));
    assertTrue(
        refusal.getMessage().startsWith("'" + text + "' is not an IPv4 address"),
        refusal.getMessage());
  }

  @Test
  void addressesAreInTheOrderOfTheirUnsignedBits() {
    Ipv4 low = Ipv4.parse("10.0.0.1");
    Ipv4 high = Ipv4.parse("192.168.0.1");
    assertTrue(low.compareTo(high) < 0);
    assertEquals(Ipv4.parse("10.0.1.0"), Ipv4.parse("10.0.0.255").plus(1));
  }

  @ParameterizedTest
  @CsvSource({
    "10.88.3.7/16, 10.88.0.0, 10.88.255.255",
    "10.88.3.7/32, 10.88.3.7, 10.88.3.7",
    "10.88.3.7/31, 10.88.3.6, 10.88.3.7",
    "10.88.3.7/0, 0.0.0.0, 255.255.255.255",
    "192.168.77.200/26, 192.168.77.192, 192.168.77.255",
  })
  void aPrefixHasAFirstAndALastAddress(String text, String first, String last) {
    Ipv4Prefix prefix = Ipv4Prefix.parse(text);
    assertEquals(first, prefix.network().toString());
    assertEquals(last, prefix.broadcast().toString());
    assertTrue(prefix.contains(Ipv4.parse(first)) && prefix.contains(Ipv4.parse(last)));
    assertEquals(text, prefix.toString());
  }

  @Test
  void aPrefixContainsItsNeighboursOnly() {
    Ipv4Prefix prefix = Ipv4Prefix.parse("10.88.4.0/22");
    assertFalse(prefix.contains(Ipv4.parse("10.88.3.255")));
    assertFalse(prefix.contains(Ipv4.parse("10.88.8.0")));
    assertEquals("10.88.4.9/22", prefix.with(Ipv4.parse("10.88.4.9")).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.88.0.0",
        "/16",
        "10.88.0.0/",
        "10.88.0.0/33",
        "10.88.0.0/-1",
        "10.88.0.0/1/6",
        "10.88.0/16",
        "10.88.0.0/016",
        "10.0.0.0/٩"
      })
  void anythingElseIsNoPrefix(String text) {
    assertThrows(UsageException.class, () -> Ipv4Prefix.parse(text));
  }
}
