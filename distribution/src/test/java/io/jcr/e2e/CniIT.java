package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The CNI plugins that distributions have, on a host of their own: bridge, host-local, portmap,
/// bandwidth, macvlan, ptp.
@WithJcr
class CniIT {
  private static final String PORT = "7000";

  @TempDir Path directory;

  @BeforeEach
  void describeNetworks() throws IOException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/lib/cni/bridge")),
        "/usr/lib/cni/bridge is missing (apt-get install containernetworking-plugins)");
    Requires.command("iptables", "iptables");
    network(
        "web.conflist",
        """
        {"cniVersion": "1.0.0", "name": "web", "plugins": [
          {"type": "bridge", "bridge": "cni-web", "isGateway": true, "ipMasq": true,
           "ipam": {"type": "host-local", "dataDir": "%1$s/leases",
                    "ranges": [[{"subnet": "10.77.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]},
           "dns": {"nameservers": ["192.0.2.53"], "search": ["web.example"]}},
          {"type": "portmap", "capabilities": {"portMappings": true}},
          {"type": "bandwidth", "capabilities": {"bandwidth": true}}]}
        """);
    network(
        "flat.conflist",
        """
        {"cniVersion": "0.4.0", "name": "flat", "plugins": [
          {"type": "macvlan", "master": "up0", "mode": "bridge",
           "ipam": {"type": "host-local", "dataDir": "%1$s/leases", "subnet": "198.51.100.0/24",
                    "rangeStart": "198.51.100.100"}}]}
        """);
    network(
        "old.conf",
        """
        {"cniVersion": "0.3.1", "name": "old", "type": "ptp",
         "ipam": {"type": "host-local", "dataDir": "%1$s/leases", "subnet": "10.78.0.0/24"}}
        """);
  }

  private void network(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text.formatted(directory));
  }

  private String net(String network) {
    return "--net=cni:" + network + ",conf=" + directory;
  }

  private Started server(Jcr jcr, String name, String net) {
    Started server = jcr.start(net, "--name", name, "--", "echo-server");
    server.awaitLine("listening on .*");
    server.container(); // the state is written by then
    return server;
  }

  private static String address(String container) throws IOException {
    Json state = Json.parse(Files.readString(Jcr.state(container).resolve("state.json")));
    return state.get("annotations.address").text().replaceFirst("/.*", "");
  }

  /// The files of host-local that say that an address is taken.
  private List<String> leases() {
    try (Stream<Path> files = Files.walk(directory.resolve("leases"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+\\..*"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What plugins keep for the next container: bridges, and chains that lead to no container.
  private List<String> kept(PrivateHost host) {
    List<String> kept = new ArrayList<>(host.links());
    kept.addAll(leases());
    host.host("iptables-save").lines().filter(line -> line.startsWith("-A")).forEach(kept::add);
    return kept;
  }

  @Test
  void containersAndTheHostReachEachOther(Jcr plain) throws IOException {
    try (PrivateHost host = new PrivateHost(plain)) {
      Jcr jcr = host.jcr();
      try (Started server = server(jcr, "cni-a", net("web"))) {
        String a = address("cni-a");
        assertTrue(a.startsWith("10.77.0."), a);
        Result neighbour =
            jcr.run(net("web"), "--", "echo-client", a, PORT, "from a neighbour").succeeded();
        assertTrue(neighbour.output().endsWith(": from a neighbour\n"), neighbour.output());
        String peer = server.awaitLine("connection from .*").split(" ", -1)[2];
        assertTrue(peer.startsWith("10.77.0."), peer);
        Result client = host.program("echo-client", a, PORT, "from the host").succeeded();
        assertTrue(client.output().endsWith(": from the host\n"), client.output());
        jcr.run(net("web"), "--", "ping", "-c1", "-W5", a).succeeded();
      }
    }
  }

  @Test
  void inspectShowsTheResultOfThePlugins(Jcr plain) throws IOException {
    try (PrivateHost host = new PrivateHost(plain);
        Started server = server(host.jcr(), "cni-i", net("web"))) {
      assertTrue(server.isAlive());
      Json seen = plain.call("inspect", "cni-i").succeeded().json().elements().toList().getFirst();
      Json result = seen.get("annotations.cniResult");
      assertEquals("1.0.0", result.get("cniVersion").text());
      Json ip = result.get("ips").elements().toList().getFirst();
      assertEquals(seen.get("annotations.address").text(), ip.get("address").text());
      assertEquals("10.77.0.1", ip.get("gateway").text());
      assertEquals(List.of("192.0.2.53"), result.get("dns.nameservers").strings());
      assertEquals(
          Jcr.state("cni-i").resolve("netns").toString(),
          result.get("interfaces").with("name", "eth0").get("sandbox").text());
      assertEquals("cni", seen.get("annotations.net").text());
      String choice =
          String.valueOf(seen.get("config.annotations").members().get("io.jcr.backend.net"));
      assertTrue(choice.startsWith("cni:web"), choice);
    }
  }

  @Test
  void aPortOfTheHostLeadsIntoTheContainerAndNothingStays(Jcr plain) throws IOException {
    try (PrivateHost host = new PrivateHost(plain)) {
      Jcr jcr = host.jcr();
      jcr.run(net("web") + ",ports=1:1", "--", "true").succeeded(); // makes what plugins keep
      List<String> before = kept(host);
      try (Started server = server(jcr, "cni-b", net("web") + ",ports=8080:" + PORT + "/tcp")) {
        Result outside =
            host.programOutside("echo-client", PrivateHost.ADDRESS, "8080", "through the port");
        assertTrue(outside.succeeded().output().endsWith(": through the port\n"), outside.output());
        host.program("echo-client", PrivateHost.ADDRESS, "8080", "x").succeeded();
        assertEquals(List.of(address("cni-b")), leases());
        jcr.run(net("web") + ",ports=8080:1", "--", "true")
            .failed(
                125,
                "jcr: network cni: port 8080/tcp of the host leads to container cni-b already");
        assertTrue(server.isAlive());
      }
      jcr.gc();
      assertEquals(before, kept(host));
    }
  }

  @Test
  void whatKilledContainersLeaveIsCollected(Jcr plain) {
    try (PrivateHost host = new PrivateHost(plain)) {
      Jcr jcr = host.jcr();
      jcr.run(net("web") + ",ports=1:1", "--", "true").succeeded();
      List<String> before = kept(host);
      try (Started server = server(jcr, "cni-c", net("web") + ",ports=8081:" + PORT)) {
        Proc container = server.container();
        KillIT.Victim.ALL.kill(server);
        server.awaitEnd().exited(137);
        Await.until("the container's process has ended", () -> !container.isAlive());
      }
      assertEquals(1, leases().size());
      jcr.gc();
      assertEquals(before, kept(host));
    }
  }

  @Test
  void namesAndRoutesAreThoseOfTheResult(Jcr plain) {
    try (PrivateHost host = new PrivateHost(plain)) {
      Json seen =
          host.jcr()
              .run(net("web"), "--", "jcr-probe", "interfaces", "routes", "resolvConf", "hosts")
              .succeeded()
              .json();
      assertEquals(2, seen.get("interfaces").elements().count());
      assertTrue(seen.get("interfaces").with("name", "lo").get("flags").strings().contains("UP"));
      assertEquals(List.of("192.0.2.53"), seen.get("resolvConf.nameservers").strings());
      assertEquals(
          "eth0", seen.get("routes").with("destination", "0.0.0.0/0").get("interface").text());
      assertTrue(seen.get("hosts").toString().contains("10.77.0."), seen.get("hosts").toString());
    }
  }

  @Test
  void anotherContainerCanShareIt(Jcr plain) {
    try (PrivateHost host = new PrivateHost(plain)) {
      Jcr jcr = host.jcr();
      try (Started server = server(jcr, "cni-d", net("web"))) {
        Result client =
            jcr.run("--net=container:cni-d", "--", "echo-client", "127.0.0.1", PORT, "shared");
        assertTrue(client.succeeded().output().endsWith(": shared\n"), client.output());
        assertTrue(server.isAlive());
      }
    }
  }

  @Test
  void severalStartAtOnce(Jcr plain) {
    try (PrivateHost host = new PrivateHost(plain)) {
      Jcr jcr = host.jcr();
      // The very first call of the plugin portmap makes chains, and fails if another call has just
      // made one: that is the plugin's own race, and is over once they are there.
      jcr.run(net("web") + ",ports=8999:1", "--", "true").succeeded();
      List<Started> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(jcr.start(net("web") + ",ports=" + (9000 + i) + ":1", "--", "jcr-probe", "hosts"));
      }
      all.forEach(one -> one.awaitEnd().exited(0));
      assertEquals(List.of(), leases());
      assertEquals(List.of("cni-web", "lo", "up0"), host.links());
    }
  }

  @Test
  void theRateIsLimited(Jcr plain) {
    Requires.command("tc", "iproute2");
    try (PrivateHost host = new PrivateHost(plain)) {
      Jcr jcr = host.jcr();
      try (Started server = server(jcr, "cni-e", net("web") + ",rate=10M")) {
        String disciplines = host.host("tc", "qdisc");
        assertEquals(
            2, disciplines.lines().filter(l -> l.contains("rate 10Mbit")).count(), disciplines);
        server.signal(LibC.SIGTERM);
        server.awaitEnd();
      }
      assertEquals(List.of("cni-web", "lo", "up0"), host.links());
    }
  }

  @Test
  void macvlanPutsAContainerBesideTheHost(Jcr plain) {
    try (PrivateHost host = new PrivateHost(plain)) {
      host.requireKind("macvlan");
      Json seen =
          host.jcr()
              .run(net("flat") + ",check", "--", "jcr-probe", "interfaces")
              .succeeded()
              .json();
      assertTrue(seen.toString().contains("198.51.100.100"), seen.toString());
      Result ping =
          host.jcr().run(net("flat"), "--", "ping", "-c1", "-W5", "198.51.100.2").exited(0);
      assertFalse(ping.output().contains("100% packet loss"), ping.output());
      assertEquals(List.of(), leases());
    }
  }

  @Test
  void anOldConfigurationOfOnePluginWorks(Jcr plain) throws IOException {
    try (PrivateHost host = new PrivateHost(plain)) {
      Jcr jcr = host.jcr();
      try (Started server = server(jcr, "cni-f", net("old") + ",ifname=net0")) {
        host.program("echo-client", address("cni-f"), PORT, "x").succeeded();
        assertTrue(server.isAlive());
      }
      assertEquals(List.of("lo", "up0"), host.links());
      assertEquals(List.of(), leases());
    }
  }
}
