package io.jcr.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityTest {
  @ParameterizedTest
  @CsvSource({
    "CAP_CHOWN, 0",
    "CAP_KILL, 5",
    "CAP_SETPCAP, 8",
    "CAP_NET_ADMIN, 12",
    "CAP_SYS_ADMIN, 21",
    "CAP_SYS_RESOURCE, 24",
    "CAP_SETFCAP, 31",
    "CAP_SYSLOG, 34",
    "CAP_PERFMON, 38",
    "CAP_CHECKPOINT_RESTORE, 40"
  })
  void eachHasTheKernelsNumber(Capability capability, int number) {
    assertEquals(1L << number, capability.mask());
  }

  @Test
  void masksAreTheUnionOfTheirBits() {
    assertEquals(0, Capability.mask(Set.of()));
    assertEquals(0xa00425fbL, Capability.mask(Capability.DEFAULT), "docker's without CAP_MKNOD");
    assertEquals((1L << 41) - 1, Capability.mask(EnumSet.allOf(Capability.class)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CAP_NET_ADMIN", "NET_ADMIN", "net_admin", "cap_net_admin", "Cap_Net_Admin"})
  void namesAreUnderstoodAsPeopleWriteThem(String text) {
    assertEquals(Capability.CAP_NET_ADMIN, Capability.parse(text));
  }

  @Test
  void namesAreUnderstoodWhateverTheLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("tr"));
      assertEquals(Capability.CAP_KILL, Capability.parse("kill"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CAP_", "CAP_CAP_KILL", "KILLL", "ALL", " KILL"})
  void anUnknownNameIsRefused(String text) {
    UsageException refusal = assertThrows(UsageException.class, () -> Capability.parse(text));
    assertTrue(
        refusal.getMessage().startsWith("unknown capability '" + text + "'"), refusal.getMessage());
  }
}
