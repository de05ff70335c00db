package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.spi.NetworkPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkFitTest {
  private final NetworkFit fit = new NetworkFit();

  @Test
  void differentNamesAndSubnetsFit() {
    fit.add(plan("eth0", "10.88.0.2/16"), "a");
    fit.add(plan("eth1", "10.89.0.2/16"), "b");
    assertEquals(
        "a and c both make the interface eth0 in the container (give one of them another name)",
        refusal(plan("eth0", "10.90.0.2/16"), "c"));
  }

  @Test
  void subnetsMustNotMeet() {
    fit.add(plan("eth0", "10.88.0.2/16"), "a");
    String said = refusal(plan("eth1", "10.88.7.2/24"), "b");
    assertEquals(
        "a and b both have the subnet 10.88.7.0/24, and the container could not tell them apart"
            + " (give one of them another)",
        said);
  }

  @Test
  void onlyTheFirstBringsANamespace() {
    fit.add(plan("eth0", "10.88.0.2/16"), "a");
    LinuxNamespace blue = LinuxNamespace.join(NamespaceType.NETWORK, Path.of("/run/netns/blue"));
    NetworkPlan joining = new NetworkPlan(blue, List.of(), false, null, Map.of(), null, Map.of());
    assertEquals(
        "b brings a network namespace, /run/netns/blue, so it can only be the first network (write"
            + " it first)",
        refusal(joining, "b"));
    assertEquals(
        "c is the host's own network namespace, and cannot be combined with other networks",
        refusal(NetworkPlan.unchanged(), "c"));
  }

  private String refusal(NetworkPlan plan, String network) {
    return String.valueOf(
        assertThrows(UsageException.class, () -> fit.add(plan, network)).getMessage());
  }

  private static NetworkPlan plan(String name, String address) {
    return new NetworkPlan(
        LinuxNamespace.create(NamespaceType.NETWORK),
        List.of(new InitOp.Rtnetlink(List.of(new LinkUp("lo"), new LinkUp(name)))),
        true,
        Ipv4Prefix.parse(address),
        Map.of(),
        null,
        Map.of());
  }
}
