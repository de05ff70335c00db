package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.Root;
import io.jcr.api.UsageException;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.contract.SampleSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NameResolutionTest {
  private static final String OWN =
      "# of the host\nnameserver 10.0.0.1\nsearch lan\ndomain old\noptions rotate\n";

  @Test
  void annotationsSayTheSame() {
    NameResolution all =
        new NameResolution(
            List.of("db=10.0.0.7", "six=::1"),
            List.of("9.9.9.9"),
            List.of("a.example", "b"),
            List.of("ndots:2"));
    assertEquals(all, NameResolution.of(SampleSpec.of("box").withAnnotations(all.annotations())));
    assertEquals(Map.of(), NameResolution.of(SampleSpec.of("box")).annotations());
  }

  @Test
  void onlyWhatIsGivenReplacesTheNetworks() {
    assertEquals(OWN, resolvConf(List.of(), List.of(), List.of()));
    assertEquals(
        "search lan\ndomain old\noptions rotate\nnameserver 9.9.9.9\nnameserver ::1\n",
        resolvConf(List.of("9.9.9.9", "::1"), List.of(), List.of()));
    assertEquals(
        "# of the host\nnameserver 10.0.0.1\noptions rotate\nsearch a b\n",
        resolvConf(List.of(), List.of("a", "b"), List.of()));
    assertEquals(
        "# of the host\nnameserver 10.0.0.1\noptions rotate\n",
        resolvConf(List.of(), List.of("."), List.of()));
    assertEquals(
        "nameserver 9.9.9.9\nsearch a\noptions ndots:2\n",
        resolvConf(List.of("9.9.9.9"), List.of("a"), List.of("ndots:2")));
  }

  private static String resolvConf(
      List<String> servers, List<String> search, List<String> options) {
    return new NameResolution(List.of(), servers, search, options).resolvConf(OWN);
  }

  @Test
  void theGatewayIsTheNetworks() {
    NameResolution names = hosts("up=host-gateway", "db=10.0.0.7");
    NetworkPlan plan =
        new NetworkPlan(
            null, List.of(), true, null, Map.of(), null, Map.of("gateway", "10.88.0.1"));
    assertEquals("10.88.0.1\tup\n10.0.0.7\tdb\n", names.hostLines(own(), plan));
  }

  @Test
  void inTheHostsNetworkTheHostIsTheLoopback() {
    assertEquals(
        "127.0.0.1\tup\n",
        hosts("up=host-gateway").hostLines(SampleSpec.of("box"), NetworkPlan.unchanged()));
  }

  @Test
  void aNetworkThatLeadsNowhereHasNoGateway() {
    NetworkPlan none = NetworkPlan.isolated(List.of());
    UsageException refusal =
        assertThrows(UsageException.class, () -> hosts("up=host-gateway").check(own(), none));
    assertEquals(
        "--add-host=up:host-gateway: this container's network does not lead to the host (use"
            + " --net=veth, or give an address)",
        refusal.getMessage());
    hosts("up=10.0.0.7").check(own(), none);
  }

  @Test
  void theFilesOfAnotherContainerAreLeftAlone() {
    ContainerSpec joined =
        SampleSpec.of("box")
            .withRoot(new Root(Path.of("/"), false, false))
            .withNamespaces(
                List.of(LinuxNamespace.join(NamespaceType.MOUNT, Path.of("/proc/7/ns/mnt"))));
    String message =
        assertThrows(
                UsageException.class,
                () -> hosts("up=10.0.0.7").check(joined, NetworkPlan.unchanged()))
            .getMessage();
    assertTrue(message.startsWith("--ns joins a mount namespace"), message);
    hosts().check(joined, NetworkPlan.unchanged());
  }

  private static NameResolution hosts(String... hosts) {
    return new NameResolution(List.of(hosts), List.of(), List.of(), List.of());
  }

  /// With a network namespace of its own.
  private static ContainerSpec own() {
    ContainerSpec spec = SampleSpec.of("box");
    List<LinuxNamespace> namespaces = new ArrayList<>(spec.namespaces());
    namespaces.add(LinuxNamespace.create(NamespaceType.NETWORK));
    return spec.withNamespaces(namespaces);
  }
}
