package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.PublishedPort;
import io.jcr.spi.ContainerLink;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostCommand;
import io.jcr.spi.VethPair;
import io.jcr.spi.contract.RecordingHost.Call;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The methods of [Host] are shorthands of its changes, and the recording host tells them by their
/// names and arguments.
class HostMethodsTest {
  private static final Path FILE = Path.of("/a");
  private static final Ipv4Prefix ADDRESS = Ipv4Prefix.parse("10.0.0.1/8");
  private static final HostCommand COMMAND =
      new HostCommand(Path.of("/bin/p"), List.of(), Map.of(), FILE);
  private static final VethPair PAIR =
      new VethPair("v0", "b0", 1500, "eth0", 2, MacAddress.parse("02:42:0a:58:00:07"), 42);
  private static final ContainerLink LINK =
      new ContainerLink("dummy", "", "d0", 2, 0, List.of(), 42);

  private static final List<PublishedPort> PORTS = PublishedPort.parse("8080:80");

  private static final List<Call> CALLS =
      List.of(
          call("createDirectory", FILE, 0700),
          call("createSnapshot", FILE, Path.of("/b")),
          call("createFile", Path.of("/b"), "text", 0600),
          call("replaceFile", Path.of("/b"), "other", 0600),
          call("removeFile", Path.of("/b")),
          call("createNetworkNamespace", FILE),
          call("execute", COMMAND),
          call("execute", COMMAND, COMMAND),
          call("createCgroup", FILE),
          call("setCgroupFile", FILE, "1"),
          call("setSysctl", FILE, "2"),
          call("lease", "pool", "key"),
          call("ensureBridge", "b0", ADDRESS),
          call("createVeth", PAIR),
          call("filterPort", "v0", PAIR.peerMac(), ADDRESS.address(), 0),
          call("createLink", LINK),
          call("masquerade", ADDRESS, "b0", 0),
          call("holdPorts", PORTS),
          call("relayPorts", ADDRESS.address(), 7L));

  @Test
  void eachBuildsTheChangeOfItsName() {
    RecordingHost host = RecordingHost.of("c1", StubHostFacts.root());
    host.createDirectory(FILE, 0700);
    host.createSnapshot(FILE, Path.of("/b"));
    host.createFile(Path.of("/b"), "text", 0600);
    host.replaceFile(Path.of("/b"), "other", 0600);
    host.removeFile(Path.of("/b"));
    host.createNetworkNamespace(FILE);
    host.execute(COMMAND);
    host.execute(COMMAND, COMMAND);
    host.createCgroup(FILE);
    host.setCgroupFile(FILE, "1");
    host.setSysctl(FILE, "2");
    host.lease("pool", "key");
    host.ensureBridge("b0", ADDRESS);
    host.createVeth(PAIR);
    host.filterPort("v0", PAIR.peerMac(), ADDRESS.address());
    host.createLink(LINK);
    host.masquerade(ADDRESS, "b0");
    assertEquals(PORTS, host.holdPorts(PORTS));
    host.relayPorts(ADDRESS.address(), 7);
    assertEquals(CALLS, host.calls());
  }

  @Test
  void noKindOfChangeIsMissingHere() {
    assertEquals(
        Arrays.stream(HostChange.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1))
            .collect(Collectors.toSet()),
        CALLS.stream().map(Call::method).collect(Collectors.toSet()));
  }

  private static Call call(String method, Object... arguments) {
    return new Call(method, List.of(arguments));
  }
}
