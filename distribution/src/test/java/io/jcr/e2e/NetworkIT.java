package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Containers on `--net=veth` reach the host and each other, those on `--net=none` nobody.
@WithJcr
class NetworkIT {
  private static final String PORT = "7000";

  /// Starts a server in a container that first says its own address.
  static Started server(Jcr jcr, String... options) {
    String[] arguments = new String[options.length + 4];
    System.arraycopy(options, 0, arguments, 0, options.length);
    arguments[options.length] = "--";
    arguments[options.length + 1] = "sh";
    arguments[options.length + 2] = "-c";
    arguments[options.length + 3] = "jcr-probe interfaces routes; exec echo-server --port " + PORT;
    return jcr.start(arguments);
  }

  /// The address of [#server], once it listens.
  static String address(Started server) {
    server.awaitLine("listening on 0\\.0\\.0\\.0:" + PORT);
    String text = server.output().text();
    return address(Json.parse(text.substring(0, text.indexOf("listening on"))));
  }

  private static String address(Json probe) {
    return probe
        .get("interfaces")
        .with("name", "eth0")
        .get("addresses")
        .with("family", "inet")
        .get("address")
        .text();
  }

  @Test
  void serverInsideAnswersClientOnTheHost(Jcr jcr) {
    try (Started server = server(jcr, "--net=veth")) {
      String address = address(server);

      Result client = jcr.onHost("echo-client", address, PORT, "from the host").awaitEnd();

      client.succeeded();
      String connection = server.awaitLine("connection from .*");
      String[] ends = client.lines().getFirst().replace("connected from ", "").split(" to ", -1);
      assertEquals("connection from " + ends[0] + " to " + ends[1], connection);
      assertEquals(address + ":" + PORT, ends[1]);
      assertNotEquals(ends[0].replaceFirst(":.*", ""), address);
      assertEquals("sent 13 bytes, received 13 bytes: from the host", client.lines().getLast());
    }
  }

  @Test
  void serverOnTheHostAnswersClientInside(Jcr jcr) {
    try (Started server = jcr.onHost("echo-server", "--port", "0")) {
      String port = server.awaitLine("listening on .*").replaceFirst(".*:", "");
      String script =
          "jcr-probe interfaces >/tmp/own; echo-client host.jcr.internal "
              + port
              + " 'from inside' && cat /tmp/own";

      Result client = jcr.inside("--net=veth", "--", "sh", "-c", script);

      String connection = server.awaitLine("connection from .*");
      String first = client.lines().getFirst();
      String[] ends = first.replace("connected from ", "").split(" to ", -1);
      assertEquals("connection from " + ends[0] + " to " + ends[1], connection);
      String own = address(Json.parse(client.output().substring(client.output().indexOf('{'))));
      assertEquals(own, ends[0].replaceFirst(":.*", ""));
      assertNotEquals(own, ends[1].replaceFirst(":.*", ""));
      assertEquals("sent 11 bytes, received 11 bytes: from inside", client.lines().get(1));
    }
  }

  @Test
  void containersReachEachOther(Jcr jcr) {
    try (Started server = server(jcr, "--net=veth")) {
      String address = address(server);

      Result client =
          jcr.inside("--net=veth", "--", "echo-client", address, PORT, "from a neighbour");

      assertEquals("sent 16 bytes, received 16 bytes: from a neighbour", client.lines().getLast());
      String peer = server.awaitLine("connection from .*").split(" ", -1)[2];
      assertTrue(client.lines().getFirst().startsWith("connected from " + peer));
      assertFalse(peer.startsWith(address + ":"));
    }
  }

  @Test
  void insideThereIsWhatANetworkNeeds(Jcr jcr) {
    Json seen =
        jcr.inside(
                "--net=veth:dns=192.0.2.53",
                "--hostname=box",
                "--",
                "jcr-probe",
                "interfaces",
                "routes",
                "hosts",
                "resolvConf")
            .json();

    assertEquals(2, seen.get("interfaces").elements().count());
    for (String name : List.of("lo", "eth0")) {
      Json flags = seen.get("interfaces").with("name", name).get("flags");
      assertTrue(flags.strings().containsAll(List.of("UP", "RUNNING")), name + flags);
    }
    Json route = seen.get("routes").with("destination", "0.0.0.0/0");
    assertEquals("eth0", route.get("interface").text());
    String own = address(seen);
    assertTrue(own.startsWith("10.88."), own);
    Json line =
        seen.get("hosts")
            .elements()
            .filter(host -> host.get("names").strings().contains("box"))
            .findFirst()
            .orElseThrow();
    assertEquals(own, line.get("address").text());
    assertEquals(List.of("192.0.2.53"), seen.get("resolvConf.nameservers").strings());
  }

  @Test
  void theHostHasOneEndOfThePairInTheBridge(Jcr jcr) {
    try (Started server = server(jcr, "--net=veth")) {
      address(server);
      String inside =
          Jcr.host(
              "nsenter",
              "-t",
              "" + server.container().pid(),
              "-n",
              "cat",
              "/proc/net/dev_snmp6/eth0");
      String index = inside.lines().findFirst().orElseThrow().replaceAll("\\D", "");
      List<Path> ports = ports("jcr0");

      assertEquals(
          1,
          ports.stream().filter(port -> Cgroups.read(port.resolve("iflink")).equals(index)).count(),
          "interface " + index + " among " + ports);
    }
  }

  private static List<Path> ports(String bridge) {
    try (var ports = Files.list(Path.of("/sys/class/net", bridge, "brif"))) {
      return ports.map(port -> Path.of("/sys/class/net").resolve(port.getFileName())).toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anAddressCanBeAskedFor(Jcr jcr) {
    try (Started server = server(jcr, "--net=veth:ip=10.88.77.7", "--name", "first")) {
      assertEquals("10.88.77.7", address(server));

      jcr.run("--net=veth:ip=10.88.77.7", "--", "true")
          .failed(125, "jcr: network veth: address 10\\.88\\.77\\.7.* first.*");
    }
    jcr.inside("--net=veth:ip=10.88.77.7", "--", "true");
  }

  @Test
  void anotherSubnetHasAnotherBridge(Jcr jcr) {
    try (Started server = server(jcr, "--net=veth:subnet=10.87.0.0/24,bridge=jcr-e2e")) {
      String address = address(server);

      assertTrue(address.startsWith("10.87.0."), address);
      assertEquals(1, ports("jcr-e2e").size());
      jcr.onHost("echo-client", address, PORT).awaitEnd().succeeded();
    }
    jcr.gc();
    assertFalse(Files.exists(Path.of("/sys/class/net/jcr-e2e")));
  }

  @Test
  void gcRemovesTheUnusedBridgeAndKeepsTheUsed(Jcr jcr) {
    try (Started server = server(jcr, "--net=veth")) {
      String address = address(server);
      jcr.gc();
      jcr.onHost("echo-client", address, PORT).awaitEnd().succeeded();
    }
    Await.until(
        "jcr0 has no other user and gc removes it",
        () -> {
          jcr.gc();
          return !Files.exists(Path.of("/sys/class/net/jcr0"));
        });
  }

  @Test
  void noneHasALoopbackAndNothingElse(Jcr jcr) {
    String script =
        "jcr-probe interfaces routes; echo-server --port 7000 --once >/dev/null & "
            + "until echo-client 127.0.0.1 7000 >/tmp/client 2>&-; do :; done; wait; cat /tmp/client";
    Result result = jcr.inside("--net=none", "--", "sh", "-c", script);

    int end = result.output().indexOf("connected");
    Json seen = Json.parse(result.output().substring(0, end));
    assertEquals(
        List.of("lo"),
        seen.get("interfaces").elements().map(one -> one.get("name").text()).toList());
    assertTrue(result.output().endsWith("received 5 bytes: hello\n"), result.output());
  }

  @Test
  void noneDoesNotReachTheHost(Jcr jcr) {
    try (Started server = jcr.onHost("echo-server", "--port", "0")) {
      String port = server.awaitLine("listening on .*").replaceFirst(".*:", "");

      jcr.run("--net=none", "--", "echo-client", "127.0.0.1", port).exited(1);
      assertFalse(server.output().text().contains("connection"));
    }
  }
}
