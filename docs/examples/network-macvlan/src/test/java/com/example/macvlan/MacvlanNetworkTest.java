package com.example.macvlan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.spi.ContainerLink;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.contract.NetworkContract;
import io.jcr.spi.contract.RecordingHost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MacvlanNetworkTest extends NetworkContract {
  private static final Map<String, String> LAN = Map.of("parent", "lan0", "subnet", "192.0.2.0/24");

  @Override
  protected Network backend() {
    return new MacvlanNetwork();
  }

  @Override
  protected Map<String, String> requiredOptions() {
    return LAN;
  }

  @Override
  protected Map<String, String> goodOptions() {
    return Map.of(
        "parent", "lan0", "subnet", "192.0.2.0/24", "ip", "192.0.2.9", "gateway", "192.0.2.1",
        "mode", "vepa", "mtu", "9000");
  }

  @Override
  protected List<Map<String, String>> badOptions() {
    return List.of(
        Map.of("parent", "a/b", "subnet", "192.0.2.0/24"),
        Map.of("parent", "lan0", "subnet", "192.0.2.1/24"),
        Map.of("parent", "lan0", "subnet", "192.0.2.0/24", "ip", "10.0.0.1"),
        Map.of("parent", "lan0", "subnet", "192.0.2.0/24", "mode", "wild"),
        Map.of("parent", "lan0", "subnet", "192.0.2.0/24", "mtu", "1"));
  }

  @Test
  void theInterfaceIsMadeOnTheParentInTheMode() {
    RecordingHost host = host("c1");
    plan("c1", goodOptions(), host);
    ContainerLink link = host.calls("createLink").getFirst().argument(0, ContainerLink.class);
    assertEquals("macvlan", link.kind());
    assertEquals("lan0", link.parent());
    assertEquals(9000, link.mtu());
    assertEquals(2, link.data().getFirst().value()); // MACVLAN_MODE_VEPA
  }

  @Test
  void aMissingOptionIsNamed() {
    UsageException refusal =
        assertThrows(
            UsageException.class, () -> backend().validate(spec("c1", Map.of("parent", "lan0"))));
    assertEquals(
        "--net=macvlan: an option is missing: subnet=PREFIX", refusal.getMessage());
  }

  @Test
  void theGatewaysAddressIsNotGivenAway() {
    Map<String, String> options =
        Map.of("parent", "lan0", "subnet", "192.0.2.0/24", "gateway", "192.0.2.1");
    assertEquals("192.0.2.2/24", plan("c1", options, host("c1")).address().toString());
  }

  @Test
  void anAddressIsGivenOnce() {
    RecordingHost first = host("c1");
    plan("c1", goodOptions(), first);
    HostException refusal =
        assertThrows(
            HostException.class, () -> plan("c2", goodOptions(), first.another("c2")));
    assertEquals(
        "network macvlan: address 192.0.2.9 is taken by container c1", refusal.getMessage());
  }

  private NetworkPlan plan(String id, Map<String, String> options, RecordingHost host) {
    return prepare(backend(), spec(id, options), host);
  }
}
