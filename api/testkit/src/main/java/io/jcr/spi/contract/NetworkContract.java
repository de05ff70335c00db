package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Ipv4;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.OpWriter;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.spi.Host;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.VethPair;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [Network] must do.
public abstract class NetworkContract extends PreparationContract<Network> {
  private static final long PID = 4242;

  /// For subclasses.
  protected NetworkContract() {
    super(Network.class, "net");
  }

  @Test
  void thePlanIsDataThatInitUnderstands() {
    NetworkPlan plan = run("c1", requiredOptions(), host("c1"));
    assertDoesNotThrow(() -> new OpWriter().ops(plan.inside()));
    assertAll(
        plan.inside().stream()
            .map(op ->
                () ->
                    assertTrue(
                        op instanceof InitOp.Rtnetlink
                            || op instanceof InitOp.HostRtnetlink
                            || op instanceof InitOp.WriteFile,
                        op + " has nothing to do with the network")));
  }

  @Test
  void theNamespaceIsANetworkNamespace() {
    LinuxNamespace namespace = run("c1", requiredOptions(), host("c1")).namespace();
    if (namespace != null) {
      assertEquals(NamespaceType.NETWORK, namespace.type());
    }
  }

  @Test
  void inTheHostsOwnNamespaceNothingIsDone() {
    NetworkPlan plan = run("c1", requiredOptions(), host("c1"));
    if (plan.namespace() == null) {
      assertEquals(List.of(), plan.inside());
      assertFalse(plan.attach(), "there is nothing to attach");
    }
  }

  @Test
  void whatIsWrittenToResolvConfIsLines() {
    String text = run("c1", goodOptions(), host("c1")).resolvConf();
    if (text != null) {
      assertTrue(text.isEmpty() || text.endsWith("\n"), text);
    }
  }

  @Test
  void aNewNamespaceHasItsLoopbackUp() {
    NetworkPlan plan = run("c1", requiredOptions(), host("c1"));
    LinuxNamespace namespace = plan.namespace();
    if (namespace != null && namespace.path() == null) {
      assertTrue(
          plan.inside().stream()
              .anyMatch(op ->
                  op instanceof InitOp.Rtnetlink(var messages)
                      && messages.contains(new LinkUp("lo"))),
          plan.inside().toString());
    }
  }

  @Test
  void theNamesForEtcHostsHaveAddresses() {
    NetworkPlan plan = run("c1", requiredOptions(), host("c1"));
    assertAll(
        plan.hosts().values().stream()
            .map(address -> () -> assertEquals(address, Ipv4.parse(address).toString())));
  }

  @Test
  void twoContainersShareNoAddressAndNoInterface() {
    RecordingHost first = host("c1");
    RecordingHost second = first.another("c2");
    NetworkPlan one = run("c1", requiredOptions(), first);
    NetworkPlan two = run("c2", requiredOptions(), second);
    if (one.address() != null) {
      assertNotEquals(one.address(), two.address());
    }
    Set<String> names = new HashSet<>(interfaces(first));
    names.retainAll(interfaces(second));
    assertEquals(Set.of(), names);
  }

  @Test
  void interfaceNamesFitTheKernel() {
    String id = "a-name-of-a-container-that-is-longer-than-any-interface-name";
    assertDoesNotThrow(() -> run(id, requiredOptions(), host(id)));
  }

  @Test
  void onlyAPlanThatAsksForItIsAttached() {
    RecordingHost host = host("c1");
    ContainerSpec spec = spec("c1", requiredOptions());
    NetworkPlan plan = backend().prepare(spec, host);
    int before = host.calls().size();
    backend().attach(spec, plan, PID, host);
    assertEquals(
        plan.attach(),
        host.calls().size() > before,
        "NetworkPlan.attach is true iff attach changes the host");
  }

  private NetworkPlan run(String id, Map<String, String> options, RecordingHost host) {
    return prepare(backend(), spec(id, options), host);
  }

  @Override
  protected final NetworkPlan prepare(Network network, ContainerSpec spec, Host host) {
    network.validate(spec);
    NetworkPlan plan = network.prepare(spec, host);
    if (plan.attach()) {
      network.attach(spec, plan, PID, host);
    }
    return plan;
  }

  private static List<String> interfaces(RecordingHost host) {
    return host.calls("createVeth").stream()
        .map(c -> c.argument(0, VethPair.class).hostName())
        .toList();
  }
}
