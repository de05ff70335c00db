package io.jcr.plugins.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.Errno;
import io.jcr.api.HostException;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.PublishedPort;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DefaultRoute;
import io.jcr.api.rtnetlink.RtnetlinkMessage.GetLink;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewAddress;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewTbf;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NoLinkLocal;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.Support;
import io.jcr.spi.VethPair;
import io.jcr.spi.contract.RecordingHost;
import io.jcr.spi.contract.SampleSpec;
import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VethNetworkTest {
  private static final Path IPV6 = Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6");

  private final VethNetwork veth = new VethNetwork();
  private final StubHostFacts facts = StubHostFacts.root().withFile(IPV6, "0\n");
  private final RecordingHost host = RecordingHost.of("web", facts);

  @Test
  void theHostIsAskedForAnAddressAndABridge() {
    prepare(host, Map.of());
    assertEquals(
        List.of("lease[jcr0, 10.88.0.2]", "ensureBridge[jcr0, 10.88.0.1/16]"),
        host.calls().stream().map(Object::toString).toList());
  }

  @Test
  void theProcessConnectsItself() {
    NetworkPlan plan = prepare(host, Map.of());
    String hostEnd = plan.facts().get("interface");
    assertEquals(
        List.of(
            new InitOp.Rtnetlink(
                List.of(
                    new LinkUp("lo"),
                    new NoLinkLocal("eth0"),
                    new LinkUp("eth0"),
                    new NewAddress(10, Ipv4Prefix.parse("10.88.0.2/16")),
                    new DefaultRoute(Ipv4.parse("10.88.0.1")))),
            new InitOp.HostRtnetlink(List.of(new GetLink(hostEnd), new GetLink("jcr0")))),
        plan.inside());
  }

  @Test
  void aKernelWithoutIpv6IsNotToldToKeepQuietAboutIt() {
    NetworkPlan plan = prepare(RecordingHost.of("web", StubHostFacts.root()), Map.of());
    assertTrue(
        plan.inside().getFirst() instanceof InitOp.Rtnetlink(var messages)
            && !messages.contains(new NoLinkLocal("eth0")));
  }

  @Test
  void norIsAnInterfaceThatCarriesTooLittleForIpv6() {
    NetworkPlan plan = prepare(host, Map.of("mtu", "576"));
    assertTrue(
        plan.inside().getFirst() instanceof InitOp.Rtnetlink(var messages)
            && !messages.contains(new NoLinkLocal("eth0")));
  }

  @Test
  void thePlanTellsWhereTheContainerIs() {
    NetworkPlan plan = prepare(host, Map.of());
    assertEquals(Ipv4Prefix.parse("10.88.0.2/16"), plan.address());
    assertEquals(Map.of("host.jcr.internal", "10.88.0.1"), plan.hosts());
    assertEquals("jcr0", plan.facts().get("bridge"));
    assertNull(plan.resolvConf());
  }

  @Test
  void thePairGoesFromTheBridgeToTheProcess() {
    ContainerSpec spec = spec(Map.of("mtu", "1400"));
    NetworkPlan plan = veth.prepare(spec, host);
    veth.attach(spec, plan, 4242, host);
    VethPair pair = host.calls("createVeth").getFirst().argument(0, VethPair.class);
    assertEquals(
        new VethPair(
            plan.facts().get("interface"),
            "jcr0",
            1400,
            "eth0",
            10,
            MacAddress.parse("02:42:0a:58:00:02"),
            4242),
        pair);
  }

  @Test
  void portsAreHeldWhenItPreparesAndRelayedWhenThereIsAProcess() {
    List<PublishedPort> ports = PublishedPort.parse("127.0.0.1:8080:80");
    ContainerSpec plain = spec(Map.of());
    ContainerSpec spec = plain.withAnnotations(Map.of(ContainerSpec.PORTS, "127.0.0.1:8080:80"));
    NetworkPlan plan = veth.prepare(spec, host);
    assertEquals("127.0.0.1:8080:80/tcp", plan.facts().get("ports"));
    assertEquals(ports, host.calls("holdPorts").getFirst().argument(0, List.class));
    assertEquals(List.of(), host.calls("relayPorts"));
    veth.attach(spec, plan, 4242, host);
    assertEquals("[relayPorts[10.88.0.2, 4242]]", host.calls("relayPorts").toString());
    assertTrue(veth.publishes());
  }

  @Test
  void aRateHoldsInBothDirections() {
    ContainerSpec spec = spec(Map.of("rate", "10M"));
    NetworkPlan plan = veth.prepare(spec, host);
    veth.attach(spec, plan, 4242, host);
    VethPair pair = host.calls("createVeth").getFirst().argument(0, VethPair.class);
    assertEquals(1_250_000, pair.rate());
    assertTrue(
        plan.inside().getFirst() instanceof InitOp.Rtnetlink(var messages)
            && messages.contains(NewTbf.of(10, 1_250_000, 1500)),
        plan::toString);
  }

  @Test
  void aKernelWithoutTbfIsToldOf() {
    ContainerSpec spec = spec(Map.of("rate", "10M"));
    NetworkPlan plan = veth.prepare(spec, host);
    RecordingHost failing = RecordingHost.of("web", facts).failingAt(1, Errno.ENOENT);
    String message =
        assertThrows(HostException.class, () -> veth.attach(spec, plan, 4242, failing))
            .getMessage();
    assertTrue(message.contains("ENOENT: this kernel has no tbf queueing discipline"), message);
  }

  @Test
  void whatIsSentInTheNameOfOthersIsFilteredUnlessAskedFor() {
    NetworkPlan plan = veth.prepare(spec(Map.of()), host);
    veth.attach(spec(Map.of()), plan, 4242, host);
    assertEquals(
        "[filterPort[" + plan.facts().get("interface") + ", 02:42:0a:58:00:02, 10.88.0.2, 0]]",
        host.calls("filterPort").toString());

    RecordingHost open = host.another("open");
    ContainerSpec spoofing = spec(Map.of("spoof", ""));
    veth.attach(spoofing, veth.prepare(spoofing, open), 4243, open);
    assertEquals(1, open.calls("createVeth").size());
    assertEquals(List.of(), open.calls("filterPort"));
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EPROTONOSUPPORT, Errno.EOPNOTSUPP, Errno.EAFNOSUPPORT})
  void aKernelWithoutTheFilterIsRefused(int errno) {
    NetworkPlan plan = prepare(host, Map.of());
    RecordingHost failing = RecordingHost.of("web", facts).failingAt(2, errno);
    String message =
        assertThrows(HostException.class, () -> veth.attach(spec(Map.of()), plan, 4242, failing))
            .getMessage();
    assertTrue(message.contains("this kernel cannot filter"), message);
    assertTrue(message.contains("--net=veth:spoof"), message);
  }

  @Test
  void theNameOnTheHostIsTheContainersOwnUnderEachRoot() {
    String name = HostEndName.of(Path.of("/run/jcr/containers/web"));
    assertTrue(name.matches("jcr[0-9a-z]{12}"), name);
    assertEquals(name, HostEndName.of(Path.of("/run/jcr/containers/web")));
    assertNotEquals(name, HostEndName.of(Path.of("/run/jcr/containers/wec")));
    assertNotEquals(name, HostEndName.of(Path.of("/tmp/jcr/containers/web")));
  }

  @Test
  void theFirstFreeAddressIsTaken() {
    prepare(host, Map.of());
    prepare(host.another("b"), Map.of("ip", "10.88.0.4"));
    assertEquals("10.88.0.3/16", address(prepare(host.another("c"), Map.of())));
    RecordingHost last = host.another("d");
    assertEquals("10.88.0.5/16", address(prepare(last, Map.of())));
    assertEquals(1, last.calls("lease").size(), "the taken ones are not tried");
  }

  @Test
  void aTakenAddressIsRefusedWithItsHolder() {
    prepare(host, Map.of("ip", "10.88.0.7"));
    HostException refusal =
        assertThrows(
            HostException.class, () -> prepare(host.another("db"), Map.of("ip", "10.88.0.7")));
    assertEquals(
        "network veth: address 10.88.0.7 is taken by container web"
            + " (without ip= the first free one is taken)",
        refusal.getMessage());
  }

  @Test
  void anExhaustedSubnetIsSaidToBe() {
    Map<String, String> small = Map.of("subnet", "10.99.0.0/29");
    for (int i = 2; i <= 6; i++) {
      assertEquals("10.99.0." + i + "/29", address(prepare(host.another("c" + i), small)));
    }
    HostException refusal =
        assertThrows(HostException.class, () -> prepare(host.another("last"), small));
    assertEquals(
        "network veth: subnet 10.99.0.0/29 is exhausted: all 5 addresses are taken"
            + " (use a larger one: subnet=PREFIX)",
        refusal.getMessage());
  }

  @Test
  void theWorldIsReachedOnlyWhenAsked() {
    RecordingHost other = host.another("db");
    prepare(host, Map.of());
    prepare(other, Map.of("nat", ""));
    assertEquals(List.of(), host.calls("masquerade"));
    assertEquals(Map.of(), host.writes());
    assertEquals("[masquerade[10.88.0.3/32, jcr0, 0]]", other.calls("masquerade").toString());
    assertEquals(Map.of(Path.of("/proc/sys/net/ipv4/ip_forward"), "1"), other.writes());
  }

  @Test
  void withoutTheCapabilityItSaysSo() {
    assertEquals(
        Support.no("CAP_NET_ADMIN is missing", "run as root, or use --net=none"),
        veth.probe(facts.withCapabilities(EnumSet.of(Capability.CAP_SYS_ADMIN))));
  }

  private NetworkPlan prepare(RecordingHost onHost, Map<String, String> options) {
    return veth.prepare(spec(options), onHost);
  }

  private static ContainerSpec spec(Map<String, String> options) {
    return SampleSpec.of("web", "net", "veth", options);
  }

  private static String address(NetworkPlan plan) {
    return String.valueOf(plan.address());
  }
}
