package io.jcr.cli.spec;

import static io.jcr.api.Capability.CAP_CHOWN;
import static io.jcr.api.Capability.CAP_KILL;
import static io.jcr.api.Capability.CAP_NET_ADMIN;
import static io.jcr.api.Capability.CAP_SYS_ADMIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.Capability;
import io.jcr.api.UsageException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
  @Test
  void defaultIsTheDefaultSet() {
    assertEquals(Capability.DEFAULT, Capabilities.apply(List.of(), List.of()));
  }

  @Test
  void addsAndDropsInAnySpelling() {
    EnumSet<Capability> expected = EnumSet.copyOf(Capability.DEFAULT);
    expected.add(CAP_NET_ADMIN);
    expected.add(CAP_SYS_ADMIN);
    expected.remove(CAP_KILL);
    assertEquals(
        expected, Capabilities.apply(List.of("net_admin", "CAP_SYS_ADMIN"), List.of("kill")));
  }

  @Test
  void whatIsAddedAndDroppedIsThere() {
    assertEquals(Capability.DEFAULT, Capabilities.apply(List.of("KILL"), List.of("CAP_KILL")));
  }

  @Test
  void dropAllLeavesWhatIsAdded() {
    assertEquals(Set.of(), Capabilities.apply(List.of(), List.of("ALL")));
    assertEquals(Set.of(CAP_CHOWN), Capabilities.apply(List.of("CHOWN"), List.of("all", "CHOWN")));
  }

  @Test
  void addAllLeavesOutWhatIsDropped() {
    EnumSet<Capability> expected = EnumSet.allOf(Capability.class);
    assertEquals(expected, Capabilities.apply(List.of("ALL"), List.of()));
    expected.remove(CAP_SYS_ADMIN);
    assertEquals(expected, Capabilities.apply(List.of("ALL"), List.of("SYS_ADMIN")));
  }

  @Test
  void allIsWhatTheHostCanGiveButANameIsKept() {
    Set<Capability> available = Set.of(CAP_CHOWN, CAP_KILL);
    assertEquals(Set.of(CAP_CHOWN), Capabilities.apply(List.of("ALL"), List.of("KILL"), available));
    assertEquals(
        Set.of(CAP_CHOWN, CAP_KILL, CAP_NET_ADMIN),
        Capabilities.apply(List.of("ALL", "NET_ADMIN"), List.of(), available));
  }

  @Test
  void allOnBothSidesIsRefused() {
    assertEquals(
        "--cap-add ALL and --cap-drop ALL exclude each other",
        assertThrows(UsageException.class, () -> Capabilities.apply(List.of("ALL"), List.of("all")))
            .getMessage());
  }

  @Test
  void anUnknownNameIsRefusedWithItsOption() {
    assertEquals(
        "--cap-drop CAP_FLY: unknown capability 'CAP_FLY': see capabilities(7) for their names,"
            + " or use ALL",
        assertThrows(UsageException.class, () -> Capabilities.apply(List.of(), List.of("CAP_FLY")))
            .getMessage());
  }
}
