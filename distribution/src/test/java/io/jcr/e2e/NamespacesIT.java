package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A container has namespaces of its own.
@WithJcr
class NamespacesIT {
  private static Map<String, Long> seenInside(String probe) {
    Json seen = Json.parse(probe).get("namespaces");
    Map<String, Long> inodes = new TreeMap<>();
    Proc.NAMESPACES.forEach(type -> inodes.put(type, seen.get(type).number()));
    return inodes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "veth"})
  void allSixAreNew(String network, Jcr jcr) {
    Result probe = jcr.inside("--net=" + network, "--", "jcr-probe", "namespaces");

    Map<String, Long> inside = seenInside(probe.output());
    Map<String, Long> host = Proc.self().namespaces();
    assertEquals(host.keySet(), inside.keySet());
    host.forEach((type, inode) -> assertNotEquals(inode, inside.get(type), type));
  }

  @Test
  void theHostSeesTheSame(Jcr jcr) {
    try (Started container =
        jcr.start("--net=none", "--", "sh", "-c", "jcr-probe namespaces; echo end; cat")) {
      container.awaitLine("end");
      String probe = container.output().text().replace("end\n", "");

      assertEquals(seenInside(probe), container.container().namespaces());
    }
  }

  @Test
  void twoContainersShareNone(Jcr jcr) {
    Set<Long> all = new HashSet<>();
    try (Started one = jcr.start("--net=none", "--", "sig-print");
        Started two = jcr.start("--net=none", "--", "sig-print")) {
      one.awaitLine("ready.*");
      two.awaitLine("ready.*");
      all.addAll(one.container().namespaces().values());
      all.addAll(two.container().namespaces().values());
    }
    assertEquals(2 * Proc.NAMESPACES.size(), all.size());
  }

  /// What stays with the container is the supervisor: on the host's side, and small.
  @Test
  void jcrItselfStaysInTheHostsAndCostsLittle(Jcr jcr) {
    try (Started container = jcr.start("--net=none", "--", "sig-print")) {
      container.awaitLine("ready.*");
      assertNotEquals(Proc.self().namespaces().get("pid"), container.container().namespace("pid"));

      Proc supervisor = container.proc();
      assertEquals(Proc.self().namespaces(), supervisor.namespaces());
      assertEquals("jcr-init", supervisor.name().orElseThrow());
      assertTrue(supervisor.pss() <= 1024, () -> supervisor.pss() + " KiB");
    }
  }
}
