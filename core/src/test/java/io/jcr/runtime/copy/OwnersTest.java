package io.jcr.runtime.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class OwnersTest {
  @Test
  void idsOfAUserNamespaceAreReadBothWays() {
    Owners owners = new Owners(Side.mappings("         0     100000      65536\n"));
    assertEquals(101_000, owners.outside(1000));
    assertEquals(1000, owners.inside(101_000));
    assertEquals(65534, owners.inside(1000));
    assertEquals(100_000, owners.outside(70_000), "who has no id there is root");
  }

  @Test
  void withoutAUserNamespaceIdsAreThemselves() {
    Owners owners = new Owners(Side.mappings("         0          0 4294967295\n"));
    assertFalse(owners.isMapped());
    assertEquals(1000, owners.inside(1000));
    assertEquals(1000, owners.outside(1000));
  }
}
