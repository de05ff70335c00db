package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The outside, played by a network namespace beyond the host, is reached only when asked for:
///
/// ```
/// container 10.88.x.y ── jcr0 ── host 198.51.100.1 ── 198.51.100.2 outside, knows no way to 10.88
/// ```
@WithJcr
class NatIT {
  private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");
  private static final String OUTSIDE = "jcr-e2e-out";

  /// Without `ip netns`, which leaves a mount at /run/netns for good. A network namespace on the
  /// other end of a veth pair, with a server in it.
  private static final class Outside implements AutoCloseable {
    final Started server;
    private final Started holder;

    Outside(Jcr jcr) {
      holder = jcr.launch(List.of("unshare", "--net", "sh", "-c", "echo up; exec cat"));
      holder.awaitLine("up");
      String pid = String.valueOf(holder.proc().pid());
      Jcr.host("ip", "link", "add", OUTSIDE, "type", "veth", "peer", "name", "eth0", "netns", pid);
      Jcr.host("ip", "addr", "add", "198.51.100.1/24", "dev", OUTSIDE);
      Jcr.host("ip", "link", "set", OUTSIDE, "up");
      inside("ip", "addr", "add", "198.51.100.2/24", "dev", "eth0");
      inside("ip", "link", "set", "eth0", "up");
      String program = jcr.rootfs().resolve("usr/local/bin/echo-server").toString();
      server = jcr.launch(List.of("nsenter", "-t", pid, "-n", program));
      server.awaitLine("listening on .*");
    }

    private void inside(String... command) {
      List<String> all =
          new ArrayList<>(List.of("nsenter", "-t", String.valueOf(holder.proc().pid()), "-n"));
      all.addAll(List.of(command));
      Jcr.host(all.toArray(String[]::new));
    }

    @Override
    public void close() {
      server.close();
      holder.close();
    }
  }

  private static void requirements() {
    Requires.command("ip", "iproute2");
    Requires.command("nft", "nftables");
  }

  @Test
  void natReachesTheOutsideInTheHostsName(Jcr jcr) {
    requirements();
    String before = Cgroups.read(FORWARDING);
    try (Outside outside = new Outside(jcr)) {
      jcr.inside("--net=veth:nat", "--", "echo-client", "198.51.100.2", "7000");

      String connection = outside.server.awaitLine("connection from .*");
      assertTrue(connection.startsWith("connection from 198.51.100.1:"), connection);
    }
    assertEquals(before, Cgroups.read(FORWARDING));
  }

  @Test
  void withoutNatTheOutsideIsNotReached(Jcr jcr) {
    requirements();
    try (Outside outside = new Outside(jcr)) {
      jcr.run("--net=veth", "--", "echo-client", "--timeout", "0.5", "198.51.100.2", "7000")
          .exited(1);
      assertFalse(outside.server.output().text().contains("connection"));
    }
  }

  @Test
  void theLastOfTwoTurnsForwardingOffAgain(Jcr jcr) {
    requirements();
    String before = Cgroups.read(FORWARDING);
    try (Started one = jcr.start("--net=veth:nat", "--", "sig-print")) {
      one.awaitLine("ready.*");
      try (Started two = jcr.start("--net=veth:nat", "--", "sig-print")) {
        two.awaitLine("ready.*");
        assertEquals("1", Cgroups.read(FORWARDING));
      }
      assertEquals("1", Cgroups.read(FORWARDING));
    }
    assertEquals(before, Cgroups.read(FORWARDING));
  }

  @Test
  void forwardingIsGivenBackAlsoWhenAllWasKilled(Jcr jcr) {
    requirements();
    String before = Cgroups.read(FORWARDING);
    try (Started one = jcr.start("--net=veth:nat", "--", "sig-print")) {
      one.awaitLine("ready.*");
      one.container();
      one.signal(LibC.SIGKILL);
      one.awaitEnd();
    }
    jcr.gc();
    assertEquals(before, Cgroups.read(FORWARDING));
  }
}
