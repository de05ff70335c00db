package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A container sends frames that lie about their sender; another container and the host listen.
@WithJcr
class SpoofingIT {
  private static final String VICTIM = "10.88.9.2";
  private static final String ATTACKER = "10.88.9.3";
  private static final String MAC = "02:42:0a:58:09:03";

  /// What a victim sees of an attacker's frames, up to the true one that the attacker ends with.
  private static List<String> seen(Jcr jcr, String options, String... frames) {
    try (Started victim = jcr.start("--net=veth:ip=" + VICTIM, "--", "forge", "--watch")) {
      victim.awaitLine("watching");
      attack(jcr, options, frames);
      Result result = victim.awaitEnd();
      result.succeeded();
      return result.lines().stream().skip(1).filter(line -> !isOfAKernel(line)).toList();
    }
  }

  /// IGMP of the host, for its bridge, and MLD of the containers.
  private static boolean isOfAKernel(String line) {
    return line.endsWith(" protocol 2") || line.endsWith(" ipv6 ::");
  }

  private static void attack(Jcr jcr, String options, String... frames) {
    String[] arguments = new String[frames.length + 3];
    arguments[0] = "--net=veth:ip=" + ATTACKER + options;
    arguments[1] = "--";
    arguments[2] = "forge";
    System.arraycopy(frames, 0, arguments, 3, frames.length);
    jcr.inside(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arp=10.88.0.1",
        "arp=" + VICTIM,
        "arp-mac=02:42:0a:58:09:02",
        "vlan-arp=10.88.0.1",
        "ipv4=10.88.0.1",
        "ipv4=" + VICTIM,
        "ipv4=0.0.0.0",
        "ipv6=fd00::1",
        "ra",
        "mac=02:42:0a:58:09:02",
        "mac=02:6a:63:72:00:01"
      })
  void aLieDoesNotArrive(String frame, Jcr jcr) {
    try (PrivateHost host = new PrivateHost(jcr)) {
      assertEquals(List.of(), seen(host.jcr(), "", frame));
    }
  }

  /// So the tests above would see a lie that passed. Nor does what is true suffer.
  @Test
  void allArriveWhereSpoofingIsAskedFor(Jcr jcr) {
    try (PrivateHost host = new PrivateHost(jcr)) {
      assertEquals(
          List.of(
              MAC + " arp 10.88.0.1 is at " + MAC,
              MAC + " arp " + ATTACKER + " is at 02:42:0a:58:09:02",
              MAC + " ipv4 10.88.0.1 protocol 17",
              MAC + " ipv6 fd00::1",
              MAC + " ipv6 fe80::bad",
              "02:42:0a:58:09:99 arp " + ATTACKER + " is at " + MAC),
          seen(
              host.jcr(),
              ",spoof",
              "arp=10.88.0.1",
              "arp-mac=02:42:0a:58:09:02",
              "ipv4=10.88.0.1",
              "ipv6=fd00::1",
              "ra",
              "mac=02:42:0a:58:09:99"));
      assertEquals(
          List.of(MAC + " ipv4 " + ATTACKER + " protocol 17"),
          seen(host.jcr(), "", "ipv4=" + ATTACKER));
    }
  }

  /// CVE-2020-13401, with the filter out of the way.
  @Test
  void theHostTakesNoRouteFromAContainer(Jcr jcr) {
    assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "machine: the kernel has no IPv6");
    try (PrivateHost host = new PrivateHost(jcr)) {
      assertEquals(List.of(MAC + " ipv6 fe80::bad"), seen(host.jcr(), ",spoof", "ra"));
      assertEquals("", host.host("ip", "-6", "route", "show", "default"));
      assertEquals("", host.host("ip", "-6", "addr", "show", "dev", "jcr0"));
      for (String setting : List.of("accept_ra", "autoconf", "accept_redirects")) {
        String file = "/proc/sys/net/ipv6/conf/jcr0/" + setting;
        assertEquals("0", host.host("cat", file).strip(), setting);
      }
    }
  }

  @Test
  void theFilterGoesWithTheContainer(Jcr jcr) {
    Requires.command("nft", "nftables");
    try (PrivateHost host = new PrivateHost(jcr)) {
      try (Started box = host.jcr().start("--net=veth", "--", "sig-print")) {
        box.awaitLine("ready.*");
        assertTrue(host.host("nft", "list", "tables").startsWith("table netdev jcr-"));
      }
      assertEquals("", host.host("nft", "list", "tables"));
      try (Started box = host.jcr().start("--net=veth", "--", "sig-print")) {
        box.awaitLine("ready.*");
        box.container();
        box.signal(LibC.SIGKILL);
        box.awaitEnd();
      }
      host.jcr().gc();
      assertEquals("", host.host("nft", "list", "tables"));
    }
  }

  @Test
  void explainSaysIt(Jcr jcr) {
    String plan = jcr.call("explain", "run", "--net=veth").output();
    assertTrue(plan.contains("undo: nft-table netdev jcr-"), plan);
    String spoofing = jcr.call("explain", "run", "--net=veth:spoof").output();
    assertFalse(spoofing.contains("nft-table"), spoofing);
  }
}
