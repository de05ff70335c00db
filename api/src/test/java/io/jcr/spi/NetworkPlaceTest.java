package io.jcr.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DefaultRoute;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworkPlaceTest {
  private static final Ipv4Prefix ADDRESS = Ipv4Prefix.parse("10.1.0.2/16");

  private static NetworkPlan plan() {
    return new NetworkPlan(
        LinuxNamespace.create(NamespaceType.NETWORK),
        List.of(
            new InitOp.Rtnetlink(
                List.of(
                    new LinkUp("lo"),
                    new LinkUp("eth0"),
                    new NewAddress(10, ADDRESS),
                    new DefaultRoute(Ipv4.parse("10.1.0.1"))))),
        true,
        ADDRESS,
        Map.of(),
        null,
        Map.of());
  }

  @Test
  void theFirstStaysAsItIs() {
    NetworkPlan plan = plan();
    assertSame(plan, NetworkPlace.ALONE.adapt(plan));
    assertSame(plan, new NetworkPlace(0, 2, "eth0", true, List.of()).adapt(plan));
  }

  @Test
  void aLaterOneIsNamedAfterItsPlace() {
    NetworkPlan adapted = new NetworkPlace(1, 2, "eth1", false, List.of(plan())).adapt(plan());
    assertEquals(
        List.of(
            new InitOp.Rtnetlink(
                List.of(new LinkUp("lo"), new LinkUp("eth1"), new NewAddress(110, ADDRESS)))),
        adapted.inside());
    assertEquals(Set.of("eth1"), adapted.interfaces());
  }

  @Test
  void aRefusalNamesThePlace() {
    NetworkPlace second = new NetworkPlace(1, 2, "eth1", false, List.of(plan()));
    assertEquals("--net=veth (second network)", second.of("--net=veth"));
    assertEquals("--net=veth", NetworkPlace.ALONE.of("--net=veth"));
    assertThrows(UsageException.class, () -> second.requireAlone("--net=none", "it is empty"));
    NetworkPlace.ALONE.requireAlone("--net=none", "it is empty");
  }
}
