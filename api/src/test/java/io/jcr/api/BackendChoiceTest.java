package io.jcr.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendChoiceTest {
  @Test
  void aNameAloneHasNoOptions() {
    assertEquals(new BackendChoice("none", Map.of()), BackendChoice.parse("--net", "none"));
  }

  @Test
  void itemsAreKeysWithValuesAndBareWords() {
    BackendChoice choice = BackendChoice.parse("--net", "veth:nat,ip=10.88.0.7");
    assertEquals("veth", choice.name());
    assertEquals(Map.of("nat", "", "ip", "10.88.0.7"), choice.options());
  }

  @Test
  void theOrderOfTheCommandLineIsKept() {
    BackendChoice choice = BackendChoice.parse("--x", "b:z=1,y,x=2,w");
    assertEquals(List.of("z", "y", "x", "w"), List.copyOf(choice.options().keySet()));
  }

  @Test
  void aValueMayHoldColonsAndEqualSigns() {
    BackendChoice choice = BackendChoice.parse("--net", "veth:dns=fe80::1,match=a=b");
    assertEquals(Map.of("dns", "fe80::1", "match", "a=b"), choice.options());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\", the backend's name is missing",
        ":nat, the backend's name is missing",
        "veth:, '' is not KEY=VALUE",
        "\"veth:nat,\", '' is not KEY=VALUE",
        "\"veth:,nat\", '' is not KEY=VALUE",
        "veth:=1, '=1' is not KEY=VALUE",
        "\"veth:ip=1,ip=2\", 'ip' is given twice",
        "\"veth:nat,nat=1\", 'nat' is given twice",
      })
  void whatIsMalformedIsRefusedWithTheWholeOption(String text, String reason) {
    UsageException refusal =
        assertThrows(UsageException.class, () -> BackendChoice.parse("--net", text));
    assertTrue(refusal.getMessage().startsWith("--net=" + text + ": "), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }

  @Test
  void theOptionsCannotBeChanged() {
    BackendChoice choice = BackendChoice.parse("--net", "veth:nat");
    assertThrows(UnsupportedOperationException.class, () -> choice.options().put("a", "b"));
  }
}
