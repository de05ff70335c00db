package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MadeUpNameTest {
  @Test
  void namesAreTwoWordsAndSeldomTheSame() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String name = ContainerSpec.requireId(MadeUpName.next());
      assertTrue(name.matches("[a-z]+_[a-z]+"), name);
      names.add(name);
    }
    assertTrue(names.size() > 800, "only " + names.size() + " different names of 1000");
  }
}
