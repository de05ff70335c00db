package io.jcr.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.Mockito.mock;

import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.rtnetlink.LinkAttribute;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewBridge;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.spi.ContainerLink;
import io.jcr.spi.VethPair;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against the real kernel, in a network namespace of the test's own.
class LinuxLinksTest {
  private static final Ipv4Prefix GATEWAY = Ipv4Prefix.parse("10.88.0.1/16");
  private static final Ipv4Prefix ADDRESS = Ipv4Prefix.parse("10.88.0.7/16");

  private final Netns host = Netns.create();
  private LinuxLinks links;

  @BeforeEach
  void open() {
    links = host.in(() -> new LinuxLinks(new FfmLibc()));
  }

  @AfterEach
  void close() {
    links.close();
    host.close();
  }

  @Test
  void aBridgeIsMadeUpWithItsAddress() {
    links.ensureBridge("jcr0", GATEWAY);
    Link bridge = links.find("jcr0").orElseThrow();
    assertEquals("bridge", bridge.kind());
    assertTrue(bridge.up());
    assertEquals("02:6a:63:72:00:01", bridge.mac().toString());
    assertEquals(List.of(GATEWAY), addresses("jcr0"));
  }

  @Test
  void aBridgeThatExistsIsTakenAsItIs() {
    links.ensureBridge("jcr0", GATEWAY);
    Link before = links.find("jcr0").orElseThrow();
    links.ensureBridge("jcr0", GATEWAY);
    assertEquals(before, links.find("jcr0").orElseThrow());
    assertEquals(List.of(GATEWAY), addresses("jcr0"));
  }

  @Test
  void aBridgeThatAnotherHasOnlyHalfMadeIsCompleted() {
    host.request(new NewBridge("jcr0", MacAddress.parse("02:6a:63:72:00:01")));
    assertFalse(links.find("jcr0").orElseThrow().up());
    links.ensureBridge("jcr0", GATEWAY);
    assertTrue(links.find("jcr0").orElseThrow().up());
    assertEquals(List.of(GATEWAY), addresses("jcr0"));
  }

  @Test
  void severalAtOnceEndUpWithOneBridge() throws Exception {
    int racers = 4;
    int rounds = 25;
    CyclicBarrier start = new CyclicBarrier(racers);
    List<LinuxLinks> sockets =
        host.in(() -> Stream.generate(() -> new LinuxLinks(new FfmLibc())).limit(racers).toList());
    try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
      for (int round = 0; round < rounds; round++) {
        List<Future<List<Ipv4Prefix>>> outcomes =
            sockets.stream().map(s -> threads.submit(() -> race(s, start))).toList();
        for (Future<List<Ipv4Prefix>> outcome : outcomes) {
          assertEquals(List.of(GATEWAY), outcome.get());
        }
        links.deleteLink("jcr0");
      }
    }
    sockets.forEach(LinuxLinks::close);
  }

  private static List<Ipv4Prefix> race(LinuxLinks links, CyclicBarrier start) throws Exception {
    start.await(10, TimeUnit.SECONDS);
    links.ensureBridge("jcr0", GATEWAY);
    List<Ipv4Prefix> addresses = links.addresses(links.find("jcr0").orElseThrow());
    start.await(10, TimeUnit.SECONDS);
    return addresses;
  }

  @Test
  void aBridgeThatAnotherMakesRightAfterTheLookIsTaken() {
    AtomicBoolean looking = new AtomicBoolean(true);
    Libc overtaken =
        mock(
            Libc.class,
            call -> {
              Object result = delegatesTo(new FfmLibc()).answer(call);
              if (call.getMethod().getName().equals("recv") && looking.getAndSet(false)) {
                links.ensureBridge("jcr0", GATEWAY);
              }
              return result;
            });
    try (LinuxLinks slow = host.in(() -> new LinuxLinks(overtaken))) {
      slow.ensureBridge("jcr0", GATEWAY);
    }
    assertEquals(List.of(GATEWAY), addresses("jcr0"));
  }

  @Test
  void anInterfaceThatIsNotOursIsLeftAlone() {
    host.request(new NewBridge("br0", MacAddress.parse("02:00:00:00:00:01")));
    String message = refusal("br0", GATEWAY);
    assertEquals(
        "bridge br0: there is an interface of this name that jcr did not make (choose another name)",
        message);
    assertEquals(List.of(), addresses("br0"));
    assertTrue(refusal("lo", GATEWAY).startsWith("bridge lo: "));
  }

  @Test
  void aBridgeWithAnotherAddressIsRefused() {
    links.ensureBridge("jcr0", GATEWAY);
    assertEquals(
        "bridge jcr0: it has the address 10.88.0.1/16, not 10.99.0.1/16 (another subnet needs another bridge)",
        refusal("jcr0", Ipv4Prefix.parse("10.99.0.1/16")));
  }

  @Test
  void aSubnetThatAnotherInterfaceIsInIsRefused() {
    links.ensureBridge("jcr0", GATEWAY);
    assertEquals(
        "subnet 10.88.3.0/24 is in use: jcr0 has the address 10.88.0.1/16 (choose another subnet)",
        refusal("jcr1", Ipv4Prefix.parse("10.88.3.1/24")));
    assertTrue(links.find("jcr1").isEmpty());
  }

  @Test
  void aPairHasOneEndInTheBridgeAndOneInTheContainer() {
    try (Netns box = Netns.create()) {
      links.ensureBridge("jcr0", GATEWAY);
      links.createVeth(pair("jcrtest", box));
      Link end = links.find("jcrtest").orElseThrow();
      assertEquals("veth", end.kind());
      assertTrue(end.up());
      assertEquals(links.find("jcr0").orElseThrow().index(), end.master());
      try (LinuxLinks inside = box.in(() -> new LinuxLinks(new FfmLibc()))) {
        assertEquals(
            new Link(10, "eth0", false, "veth", MacAddress.parse("02:42:0a:58:00:07"), 0, 1400),
            inside.find("eth0").orElseThrow());
      }
    }
  }

  @Test
  void pairsWhoseNamesWantTheSameIndexAreBothMade() {
    try (Netns box = Netns.create();
        Netns other = Netns.create()) {
      links.ensureBridge("jcr0", GATEWAY);
      links.createVeth(pair("jcrAa", box)); // the two strings have the same hash
      links.createVeth(pair("jcrBB", other));
      assertEquals(
          links.find("jcrAa").orElseThrow().index() + 1, links.find("jcrBB").orElseThrow().index());
    }
  }

  @Test
  void aFailureSaysWhatWasTried() {
    try (Netns box = Netns.create()) {
      assertFailure("find interface jcr0: ENODEV", () -> links.createVeth(pair("jcrtest", box)));
      links.ensureBridge("jcr0", GATEWAY);
      links.createVeth(pair("jcrtest", box));
      assertFailure("create veth jcrtest: EEXIST", () -> links.createVeth(pair("jcrtest", box)));
    }
  }

  @Test
  void aLinkOfAnotherKindIsBornInTheContainer() {
    try (Netns box = Netns.create()) {
      links.ensureBridge("jcr0", GATEWAY);
      LinkAttribute bridgeMode = LinkAttribute.u32(1, 4);
      links.createLink(link("macvlan", "jcr0", List.of(bridgeMode), box));
      try (LinuxLinks inside = box.in(() -> new LinuxLinks(new FfmLibc()))) {
        Link made = inside.find("eth0").orElseThrow();
        assertEquals("macvlan", made.kind());
        assertEquals(10, made.index());
        assertEquals(1400, made.mtu());
      }
      assertTrue(links.find("eth0").isEmpty());
    }
  }

  @Test
  void aLinkThatCannotBeMadeIsNamed() {
    try (Netns box = Netns.create()) {
      assertFailure(
          "find interface nosuch: ENODEV",
          () -> links.createLink(link("macvlan", "nosuch", List.of(), box)));
      assertFailure(
          "create nosuchkind eth0: EOPNOTSUPP",
          () -> links.createLink(link("nosuchkind", "", List.of(), box)));
    }
  }

  private static ContainerLink link(
      String kind, String parent, List<LinkAttribute> data, Netns box) {
    return new ContainerLink(kind, parent, "eth0", 10, 1400, data, box.tid());
  }

  @Test
  void deletingALinkMayBeDoneTwice() {
    links.ensureBridge("jcr0", GATEWAY);
    links.deleteLink("jcr0");
    assertTrue(links.find("jcr0").isEmpty());
    assertDoesNotThrow(() -> links.deleteLink("jcr0"));
  }

  @Test
  void aBridgeOfOursIsIdleUntilItHasAPort() {
    try (Netns box = Netns.create()) {
      host.request(new NewBridge("br0", MacAddress.parse("02:00:00:00:00:01")));
      links.ensureBridge("jcr0", GATEWAY);
      links.ensureBridge("jcr1", Ipv4Prefix.parse("10.89.0.1/16"));
      assertEquals(List.of("jcr0", "jcr1"), links.idleBridges());
      links.createVeth(pair("jcrtest", box));
      assertEquals(List.of("jcr1"), links.idleBridges());
    }
  }

  @Test
  void aListOfManyInterfacesIsComplete() {
    int many = 60; // more than fit into one datagram
    for (int i = 0; i < many; i++) {
      host.request(new NewBridge("jcr" + i, new MacAddress(0x026a_6372_0000L + i)));
    }
    assertEquals(many, links.idleBridges().size());
  }

  private List<Ipv4Prefix> addresses(String name) {
    return links.addresses(links.find(name).orElseThrow());
  }

  private VethPair pair(String name, Netns box) {
    return new VethPair(
        name, "jcr0", 1400, "eth0", 10, MacAddress.of(ADDRESS.address()), box.tid());
  }

  private String refusal(String bridge, Ipv4Prefix address) {
    return assertThrows(HostException.class, () -> links.ensureBridge(bridge, address))
        .getMessage();
  }

  private static void assertFailure(String message, Runnable work) {
    assertEquals(message, assertThrows(ErrnoException.class, work::run).getMessage());
  }
}
