package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.Ipv4;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.OpWriter;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.VethPair;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [Network] promises.
public abstract class NetworkContract extends BackendContract<Network> {
  private static final long PID = 4242;

  /// Made by a subclass without arguments.
  protected NetworkContract() {
    super(Network.class, "net");
  }

  @Test
  void thePlanIsDataThatInitUnderstands() {
    NetworkPlan plan = run("c1", requiredOptions(), host("c1"));
    assertTrue(new OpWriter().ops(plan.inside()).toByteArray().length >= 4);
    assertAll(
        plan.inside().stream()
            .map(op ->
                () ->
                    assertTrue(
                        op instanceof InitOp.Rtnetlink || op instanceof InitOp.WriteFile,
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
  void theSameContainerIsPlannedTheSameAgain() {
    assertEquals(run("c1", goodOptions(), host("c1")), run("c1", goodOptions(), host("c1")));
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
    RecordingHost host = host("a-name-of-a-container-that-is-longer-than-any-interface-name");
    NetworkPlan plan = run(host.paths().state().getFileName().toString(), requiredOptions(), host);
    assertAll(
        interfaces(host).stream()
            .map(name ->
                () -> assertTrue(name.matches("[^/\\s:]{1,15}"), "'" + name + "' in " + plan)));
  }

  @Test
  void onlyAPlanThatAsksForItIsAttached() {
    RecordingHost host = host("c1");
    ContainerSpec spec = spec("c1", requiredOptions());
    NetworkPlan plan = backend().prepare(spec, host);
    int before = host.calls().size();
    backend().attach(spec, plan, PID, host);
    assertEquals(
        plan.attach(), host.calls().size() > before, "attach is declared iff it does something");
  }

  @Test
  void aFailureOfTheHostIsPassedOnAndEndsTheWork() {
    int changes = changes(host("c1"));
    assertAll(
        IntStream.rangeClosed(1, changes)
            .mapToObj(n ->
                () -> {
                  RecordingHost host = host("c1").failingAt(n, Errno.EPERM);
                  ErrnoException failure =
                      assertThrows(ErrnoException.class, () -> run("c1", goodOptions(), host));
                  assertEquals(Errno.EPERM, failure.errno());
                  assertEquals(n, host.calls().size(), "nothing is done after the failure");
                }));
  }

  /// The host of the container `id`, fresh.
  protected RecordingHost host(String id) {
    return RecordingHost.of(id, facts());
  }

  /// Does what the pipeline does.
  protected NetworkPlan run(String id, Map<String, String> options, RecordingHost host) {
    ContainerSpec spec = spec(id, options);
    Network network = backend();
    network.validate(spec);
    NetworkPlan plan = network.prepare(spec, host);
    if (plan.attach()) {
      network.attach(spec, plan, PID, host);
    }
    return plan;
  }

  private int changes(RecordingHost host) {
    run("c1", goodOptions(), host);
    return host.calls().size();
  }

  private static List<String> interfaces(RecordingHost host) {
    return host.calls("createVeth").stream()
        .map(c -> c.argument(0, VethPair.class).hostName())
        .toList();
  }
}
