package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `--net` given several times: a chain of networks in one network namespace.
@WithJcr
class SeveralNetworksIT {
  private static final String FIRST = "--net=veth";
  private static final String SECOND = "--net=veth:bridge=jcrlab1";
  private static final String[] FOREVER = {"--", "sleep", "1000"};

  /// [HostSnapshot] leaves a bridge to gc only if it is jcr0.
  @AfterEach
  void unusedBridgesGo(Jcr jcr) {
    jcr.gc();
  }

  private static Detached sleeper(Jcr jcr, String name, String... networks) {
    String[] all = new String[networks.length + FOREVER.length];
    System.arraycopy(networks, 0, all, 0, networks.length);
    System.arraycopy(FOREVER, 0, all, networks.length, FOREVER.length);
    return Detached.run(jcr, name, all);
  }

  private static Json seen(Detached container) {
    return container
        .exec(container.name(), "jcr-probe", "interfaces", "routes", "hosts")
        .succeeded()
        .json();
  }

  private static String address(Detached container, String link) {
    return seen(container)
        .get("interfaces")
        .with("name", link)
        .get("addresses")
        .with("family", "inet")
        .get("address")
        .text();
  }

  /// That of the bridge: the first of the subnet, which has 16 bits.
  private static String gateway(String address) {
    return address.replaceFirst("^(\\d+\\.\\d+)\\..*", "$1.0.1");
  }

  private static Result ping(Detached container, String address) {
    return container.exec(container.name(), "ping", "-c", "1", "-W", "2", address);
  }

  private static void requireBoth(Detached container) {
    Json seen = seen(container);
    assertEquals(
        List.of("eth0", "eth1", "lo"),
        seen.get("interfaces").elements().map(one -> one.get("name").text()).sorted().toList());
    List<Json> routes =
        seen.get("routes")
            .elements()
            .filter(route -> route.get("destination").text().equals("0.0.0.0/0"))
            .toList();
    assertEquals(1, routes.size(), routes::toString);
    assertEquals("eth0", routes.getFirst().get("interface").text());
    for (String link : List.of("eth0", "eth1")) {
      ping(container, gateway(address(container, link))).exited(0);
    }
  }

  @Test
  void eachHasAnInterfaceAndTheFirstHasTheDefaultRoute(Jcr jcr) {
    try (Detached both = sleeper(jcr, "both", FIRST, SECOND, "--hostname=box")) {
      requireBoth(both);

      String first = address(both, "eth0");
      assertTrue(first.startsWith("10.88."), first);
      assertNotEquals(gateway(first), gateway(address(both, "eth1")));
      Json own =
          seen(both)
              .get("hosts")
              .elements()
              .filter(host -> host.get("names").strings().contains("box"))
              .findFirst()
              .orElseThrow();
      assertEquals(first, own.get("address").text());
    }
  }

  @Test
  void itReachesTheNeighboursInBothAndTheyNotEachOther(Jcr jcr) {
    try (Detached both = sleeper(jcr, "both", FIRST, SECOND);
        Detached one = sleeper(jcr, "one", FIRST);
        Detached two = sleeper(jcr, "two", SECOND)) {
      ping(both, address(one, "eth0")).exited(0);
      ping(both, address(two, "eth0")).exited(0);
      ping(one, address(both, "eth0")).exited(0);
      ping(two, address(both, "eth1")).exited(0);

      ping(one, address(both, "eth1")).exited(1);
      ping(one, address(two, "eth0")).exited(1);
    }
  }

  @Test
  void theyAreThereAgainAfterAStart(Jcr jcr) {
    try (Detached kept = sleeper(jcr, "kept", FIRST, SECOND)) {
      requireBoth(kept);
      kept.does("stop", "-t", "-1");
      kept.does("start");
      requireBoth(kept);
      Json told = jcr.call("inspect", "kept").succeeded().json();
      assertTrue(told.toString().contains("net.2."), told::toString);
    }
    assertFalse(Files.exists(Jcr.state("kept")));
  }

  @Test
  void publishedPortsLeadToTheFirst(Jcr jcr) {
    try (Started server =
        jcr.start(FIRST, SECOND, "-p", "127.0.0.1:17003:7000", "--", "echo-server")) {
      server.awaitLine("listening on .*");
      jcr.onHost("echo-client", "127.0.0.1", "17003").awaitEnd().succeeded();
      String connection = server.awaitLine("connection from .*");
      assertTrue(connection.matches(".* to (10\\.88\\.|127\\.0\\.0\\.1:).*"), connection);
    }
  }

  @Test
  void anInterfaceMayHaveAnotherName(Jcr jcr) {
    Json seen =
        jcr.inside(FIRST + ":ifname=wan", SECOND + ",ifname=lan", "--", "jcr-probe", "interfaces")
            .json();
    assertEquals(
        List.of("lan", "lo", "wan"),
        seen.get("interfaces").elements().map(one -> one.get("name").text()).sorted().toList());
  }

  /// The others add to it, and take away what they have added.
  @Test
  void aNamespaceThatExistsCanBeTheFirst(Jcr jcr) {
    Jcr.host("ip", "netns", "add", "jcr-it-several");
    try {
      Json seen =
          jcr.inside(
                  "--net=netns:jcr-it-several", SECOND, "--", "jcr-probe", "interfaces", "routes")
              .json();
      assertEquals(
          1,
          seen.get("interfaces").with("name", "eth1").get("addresses").elements().count(),
          seen::toString);
      assertFalse(seen.get("routes").toString().contains("0.0.0.0/0"), seen::toString);
      String left = Jcr.host("ip", "-n", "jcr-it-several", "-o", "link");
      assertFalse(left.contains("eth1"), left);
    } finally {
      Jcr.host("ip", "netns", "del", "jcr-it-several");
    }
  }

  @Test
  void thePlanNamesBoth(Jcr jcr) {
    Result plan = jcr.call("explain", "run", FIRST, SECOND, "--", "true").succeeded();
    assertTrue(plan.output().contains("network veth (first network)"), plan::toString);
    assertTrue(plan.output().contains("network veth (second network)"), plan::toString);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused(Jcr jcr) {
    refused(jcr, "--net=none .*cannot be combined with other networks: .*", "--net=none", FIRST);
    refused(jcr, "--net=host .*cannot be combined with other networks: .*", FIRST, "--net=host");
    refused(
        jcr,
        "--net=veth \\(first network\\) and --net=veth \\(second network\\) both have the subnet"
            + " 10\\.88\\.0\\.0/16, .*",
        FIRST,
        FIRST);
    refused(
        jcr,
        "--net=veth \\(first network\\) and --net=veth \\(second network\\) both make the"
            + " interface lan .*",
        FIRST + ":ifname=lan",
        SECOND + ",ifname=lan");
    refused(jcr, "--net=veth \\(second network\\): .*'nonsense'.*", FIRST, "--net=veth:nonsense");
    refused(jcr, "--network=bridge .*same option.*", FIRST, "--network=bridge");
  }

  private static void refused(Jcr jcr, String sentence, String... networks) {
    String[] all = {networks[0], networks[1], "--", "true"};
    jcr.run(all).failed(2, "jcr: " + sentence);
  }

  /// Of a container whose supervisor was killed. Each network has two tables of nftables.
  @Test
  void gcRemovesWhatBothHaveMade(Jcr jcr) {
    Requires.command("nft", "nftables");
    Set<String> before = HostSnapshot.tables();
    try (Detached orphan = sleeper(jcr, "orphan", FIRST + ":nat", SECOND + ",nat")) {
      assertEquals(before.size() + 4, HostSnapshot.tables().size());
      Proc container = orphan.container();
      LibC.kill(orphan.supervisor().pid(), LibC.SIGKILL);
      Await.until("it has ended", () -> !container.isAlive());
      jcr.gc();
      assertEquals(before, HostSnapshot.tables());
    }
  }
}
