package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ports of the host that lead into a container:
///
/// ```
/// outside 198.51.100.2 ── 198.51.100.1:8080 host ── jcr-init ports ── 10.88.x.y:7000 container
/// ```
@WithJcr
class PortsIT {
  private static final String SERVER = "echo-server";

  /// A UDP server, put into the container's network namespace by the host.
  private static final String UDP_SERVER =
      "use IO::Socket::IP; $| = 1;"
          + " my $s = IO::Socket::IP->new(LocalHost => '0.0.0.0', LocalPort => 53,"
          + " Proto => 'udp') or die $@; print \"up\\n\";"
          + " while ($s->recv(my $m, 100)) { $s->send(uc $m) }";

  private static final String UDP_CLIENT =
      "use IO::Socket::IP; alarm 10; my $s = IO::Socket::IP->new(PeerHost => $ARGV[0],"
          + " PeerPort => $ARGV[1], Proto => 'udp') or die $@;"
          + " $s->send('hello'); $s->recv(my $m, 100); print $m;";

  private static Started serve(PrivateHost host, String... options) {
    String[] all =
        Stream.concat(Stream.of(options), Stream.of("--", SERVER)).toArray(String[]::new);
    Started box = host.jcr().start(all);
    box.awaitLine("listening on .*");
    return box;
  }

  private static void reaches(Result client) {
    client.succeeded();
    assertEquals("sent 5 bytes, received 5 bytes: hello", client.lines().getLast());
  }

  private static void isRefused(Result client) {
    client.exited(1);
    assertTrue(client.errors().contains("ECONNREFUSED"), client::toString);
  }

  private static void giveIpv6(PrivateHost host) {
    assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "machine: the kernel has no IPv6");
    host.host("ip", "addr", "add", "fd00:198::1/64", "dev", "up0", "nodad");
    host.outside("ip", "addr", "add", "fd00:198::2/64", "dev", "out0", "nodad");
  }

  @Test
  void isReachedFromEverywhere(Jcr jcr) {
    try (PrivateHost host = new PrivateHost(jcr);
        Started box = serve(host, "--name=e2e-ports", "-p", "8080:7000")) {
      reaches(host.program("echo-client", "127.0.0.1", "8080"));
      reaches(host.program("echo-client", PrivateHost.ADDRESS, "8080"));
      reaches(host.programOutside("echo-client", PrivateHost.ADDRESS, "8080"));
      host.jcr().inside("--net=veth", "--", "echo-client", "10.88.0.1", "8080");
      host.jcr().call("exec", "e2e-ports", "echo-client", "10.88.0.1", "8080").succeeded();
      assertTrue(box.isAlive());
    }
  }

  @Test
  void isReachedByIpv6(Jcr jcr) {
    try (PrivateHost host = new PrivateHost(jcr)) {
      giveIpv6(host);
      try (Started box = serve(host, "-p", "8080:7000", "-p", "[::1]:8081:7000")) {
        reaches(host.program("echo-client", "::1", "8080"));
        reaches(host.programOutside("echo-client", "fd00:198::1", "8080"));
        reaches(host.program("echo-client", "::1", "8081"));
        isRefused(host.program("echo-client", "127.0.0.1", "8081"));
        assertTrue(box.isAlive());
      }
    }
  }

  @Test
  void ofOneAddressItIsReachedThereOnly(Jcr jcr) {
    try (PrivateHost host = new PrivateHost(jcr);
        Started box = serve(host, "-p", "127.0.0.1:8080:7000")) {
      reaches(host.program("echo-client", "127.0.0.1", "8080"));
      isRefused(host.program("echo-client", PrivateHost.ADDRESS, "8080"));
      isRefused(host.programOutside("echo-client", PrivateHost.ADDRESS, "8080"));
      assertTrue(box.isAlive());
    }
  }

  @Test
  void datagrams(Jcr jcr) {
    Requires.command("perl", "perl-base");
    try (PrivateHost host = new PrivateHost(jcr);
        Started box = serve(host, "-p", "5353:53/udp")) {
      String pid = String.valueOf(box.container().pid());
      List<String> command = List.of("nsenter", "-t", pid, "-n", "perl", "-e", UDP_SERVER);
      try (Started server = jcr.launch(command)) {
        server.awaitLine("up");
        assertEquals("HELLO", host.host("perl", "-e", UDP_CLIENT, "127.0.0.1", "5353"));
        assertEquals("HELLO", host.outside("perl", "-e", UDP_CLIENT, PrivateHost.ADDRESS, "5353"));
      }
    }
  }

  @Test
  void rangesAndFreePortsAreListed(Jcr jcr) {
    try (PrivateHost host = new PrivateHost(jcr);
        Started box =
            serve(host, "--name=e2e-ports", "-p", "8000-8001:6999-7000", "-p", "127.0.0.1::7000")) {
      box.container();
      List<String> ports = host.jcr().call("port", "e2e-ports").succeeded().lines();
      assertEquals(
          List.of("6999/tcp -> 0.0.0.0:8000", "7000/tcp -> 0.0.0.0:8001"),
          ports.stream().filter(line -> line.contains("0.0.0.0")).toList());
      String free = ports.getLast().replaceFirst("^7000/tcp -> 127\\.0\\.0\\.1:", "");
      reaches(host.program("echo-client", "127.0.0.1", free));
      reaches(host.program("echo-client", "127.0.0.1", "8001"));
      assertTrue(
          host.jcr()
              .call("port", "e2e-ports", "7000")
              .succeeded()
              .lines()
              .containsAll(List.of("0.0.0.0:8001", "127.0.0.1:" + free)));
      host.jcr()
          .call("port", "e2e-ports", "80/udp")
          .failed(1, "jcr: port 80/udp of container 'e2e-ports' is not published");
      String ps = host.jcr().call("ps").succeeded().output();
      assertTrue(ps.contains("127.0.0.1:" + free + "->7000/tcp"), ps);
      String inspected = host.jcr().call("inspect", "e2e-ports").succeeded().output();
      assertTrue(inspected.contains("127.0.0.1:" + free + ":7000/tcp"), inspected);
    }
  }

  @Test
  void aTakenPortIsRefusedBeforeAnythingIsChanged(Jcr jcr) {
    try (PrivateHost host = new PrivateHost(jcr);
        Started box = serve(host, "--name=e2e-first", "-p", "8080:7000")) {
      box.container();
      host.jcr()
          .run("--name=e2e-second", "-p", "127.0.0.1:8080:80", "--", "true")
          .failed(
              125,
              "jcr: network veth: publish port 8080/tcp of 127\\.0\\.0\\.1: EADDRINUSE.*:"
                  + " container 'e2e-first' has it .*");
      assertTrue(Files.notExists(Jcr.state("e2e-second")));
      String server = jcr.rootfs().resolve("usr/local/bin/echo-server").toString();
      try (Started other = host.launch(server, "--port", "9090")) {
        other.awaitLine("listening on .*");
        host.jcr()
            .run("-p", "9090:80", "--", "true")
            .failed(125, "jcr: network veth: publish port 9090/tcp .*: another program has it .*");
      }
      host.jcr().run("-p", "9090:80", "--", "true").succeeded();
    }
  }

  /// The rehearsal has held it; a planner lives on after that.
  @Test
  void aCreatedContainerDoesNotHoldItInAPlanner(Jcr jcr, @TempDir Path directory) {
    try (PrivateHost host = new PrivateHost(jcr);
        Resident planner = Resident.start(host.jcr(), directory.resolve("planner.sock"))) {
      int served = planner.served();
      planner.jcr().call("create", "--name=e2e-made", "-p", "8080:7000", "--", "true").exited(0);
      assertEquals(served + 1, planner.served());
      try {
        planner.jcr().call("start", "e2e-made").exited(0);
      } finally {
        planner.jcr().call("rm", "-f", "e2e-made").exited(0);
      }
    }
  }

  @Test
  void ofTwoThatRaceOneWins(Jcr jcr) {
    try (PrivateHost host = new PrivateHost(jcr)) {
      Started one = host.jcr().start("-p", "8080:7000", "--", SERVER, "--once");
      Started two = host.jcr().start("-p", "8080:7000", "--", SERVER, "--once");
      Await.until("one has lost", () -> !one.isAlive() || !two.isAlive());
      Started winner = one.isAlive() ? one : two;
      Started loser = one.isAlive() ? two : one;
      loser.awaitEnd().failed(125, "jcr: network veth: publish port 8080/tcp .*EADDRINUSE.*");
      winner.awaitLine("listening on .*");
      reaches(host.program("echo-client", "127.0.0.1", "8080"));
      winner.awaitEnd().exited(0);
    }
  }

  @Test
  void theNextStartPublishesAgain(Jcr jcr) {
    try (PrivateHost host = new PrivateHost(jcr);
        Detached box = Detached.run(host.jcr(), "e2e-ports", "-p", "8080:7000", "--", SERVER)) {
      for (int i = 0; i < 2; i++) {
        box.awaitLog("stdout F listening on .*");
        reaches(host.program("echo-client", "127.0.0.1", "8080"));
        box.does("stop");
        isRefused(host.program("echo-client", "127.0.0.1", "8080"));
        box.does("start");
      }
      box.does("restart");
      reaches(awaitReached(host));
    }
  }

  /// The server in the container needs a moment.
  private static Result awaitReached(PrivateHost host) {
    Await.until(
        "the server listens again",
        () -> host.program("echo-client", "127.0.0.1", "8080").status() == 0);
    return host.program("echo-client", "127.0.0.1", "8080");
  }

  @Test
  void thePortIsFreeAgainAlsoWhenTheSupervisorWasKilled(Jcr jcr) {
    try (PrivateHost host = new PrivateHost(jcr)) {
      try (Started box = serve(host, "-p", "8080:7000")) {
        box.container();
        box.signal(LibC.SIGKILL);
        box.awaitEnd();
      }
      // whoever comes next reclaims what is dead, even if that is still going
      try (Started box = serve(host, "-p", "8080:7000")) {
        reaches(host.program("echo-client", "127.0.0.1", "8080"));
        assertTrue(box.isAlive());
      }
      host.jcr().gc();
      isRefused(host.program("echo-client", "127.0.0.1", "8080"));
    }
  }

  @Test
  void networksThatPublishNothingAreRefused(Jcr jcr) {
    for (String net : List.of("none", "host")) {
      jcr.run("--net=" + net, "-p", "8080:80", "--", "true")
          .failed(
              2, "jcr: --publish=8080:80/tcp: --net=" + net + " publishes no ports \\(.*veth.*\\)");
    }
  }

  @Test
  void explainSaysIt(Jcr jcr) {
    String plan = jcr.call("explain", "run", "-p", "8080:80").succeeded().output();
    assertTrue(plan.contains("jcr-init ports: bind(8080:80/tcp), listen()"), plan);
    assertTrue(plan.contains("undo: kill "), plan);
  }
}
