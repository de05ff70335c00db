package io.jcr.spi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BackendOptionsTest {
  @Test
  void whatWasAskedForIsNoLongerThere() {
    BackendOptions options = of(Map.of("nat", "", "ip", "10.88.0.7", "blue", ""));
    assertTrue(options.flag("nat"));
    assertFalse(options.flag("dns"));
    assertEquals(Optional.of("10.88.0.7"), options.value("ip", "ADDRESS"));
    assertEquals(Optional.empty(), options.value("gateway", "ADDRESS"));
    assertEquals(Optional.of("blue"), options.word("NAME"));
    assertDoesNotThrow(options::refuseOthers);
  }

  @Test
  void aWordIsNoKeyWithValue() {
    BackendOptions options = of(Map.of("name", "blue"));
    assertEquals(Optional.empty(), options.word("NAME"));
    assertRefused("unknown option 'name': choose from NAME", options::refuseOthers);
  }

  @Test
  void aSecondWordIsLeftOver() {
    BackendOptions options = of(Map.of("blue", "", "green", ""));
    assertTrue(options.word("NAME").isPresent());
    assertThrows(UsageException.class, options::refuseOthers);
  }

  @Test
  void anUnknownKeyIsRefusedWithTheKnownOnesAndTheirMeaning() {
    BackendOptions options = of(Map.of("colour", "red"));
    options.flag("nat");
    options.value("ip", "ADDRESS");
    assertRefused("unknown option 'colour': choose from nat, ip=ADDRESS", options::refuseOthers);
  }

  @Test
  void withoutAnyKnownOptionItSaysSo() {
    assertRefused("unknown option 'nat': it takes none", of(Map.of("nat", ""))::refuseOthers);
  }

  @Test
  void aFlagTakesNoValue() {
    assertRefused("'nat' takes no value, not 'yes'", () -> of(Map.of("nat", "yes")).flag("nat"));
  }

  @Test
  void aKeyNeedsAValue() {
    assertRefused(
        "'ip' needs a value: ip=ADDRESS", () -> of(Map.of("ip", "")).value("ip", "ADDRESS"));
  }

  private static BackendOptions of(Map<String, String> options) {
    return BackendOptions.of("--net=veth", options);
  }

  private static void assertRefused(String message, Executable call) {
    UsageException refusal = assertThrows(UsageException.class, call);
    assertEquals("--net=veth: " + message, refusal.getMessage());
  }
}
