package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Ipv4Prefix;
import io.jcr.api.Mount;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.contract.RecordingHost;
import io.jcr.spi.contract.SampleSpec;
import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EtcFilesTest {
  private RecordingHost host;

  @BeforeEach
  void start() {
    host = RecordingHost.of("box", StubHostFacts.root());
  }

  @Test
  void aConnectedContainerFindsItselfAndTheOthers() {
    prepare(
        new NetworkPlan(
            null,
            List.of(),
            false,
            Ipv4Prefix.parse("10.88.0.7/16"),
            Map.of("host.jcr.internal", "10.88.0.1", "db", "10.88.0.9"),
            "nameserver 10.88.0.1\n",
            Map.of()));
    assertEquals("box\n", content("hostname"));
    assertEquals(
        """
        127.0.0.1\tlocalhost
        ::1\tlocalhost ip6-localhost
        10.88.0.7\tbox
        10.88.0.9\tdb
        10.88.0.1\thost.jcr.internal
        """,
        content("hosts"));
    assertEquals("nameserver 10.88.0.1\n", content("resolv.conf"));
  }

  @Test
  void anIsolatedContainerFindsItselfAtTheLoopback() {
    prepare(NetworkPlan.isolated(List.of()));
    assertTrue(content("hosts").endsWith("127.0.0.1\tbox\n"), content("hosts"));
    assertEquals("", content("resolv.conf"));
  }

  @Test
  void theFilesOfTheRootFileSystemStayAsTheyAre() {
    List<Mount> mounts = prepare(NetworkPlan.isolated(List.of()));
    assertEquals(
        List.of("/etc/hostname", "/etc/hosts", "/etc/resolv.conf"),
        mounts.stream().map(Mount::destination).toList());
    for (Mount mount : mounts) {
      assertTrue(mount.isBind());
      assertTrue(mount.options().containsAll(List.of("nosuid", "nodev", "noexec")));
      assertTrue(Path.of(mount.source()).startsWith(host.paths().state()), mount.source());
    }
  }

  @Test
  void everyUserOfTheContainerCanReadThem() {
    prepare(NetworkPlan.isolated(List.of()));
    assertEquals(3, host.calls().size());
    host.calls("createFile").forEach(call -> assertEquals(0644, call.argument(2, Integer.class)));
  }

  private List<Mount> prepare(NetworkPlan network) {
    return EtcFiles.prepare(SampleSpec.of("box"), network, host);
  }

  private String content(String name) {
    return host.calls("createFile").stream()
        .filter(call -> call.argument(0, Path.class).endsWith(name))
        .map(call -> call.argument(1, String.class))
        .reduce("", String::concat);
  }
}
