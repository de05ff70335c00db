package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Containers that run at once on the same root file system have nothing to do with each other but
/// the network.
@WithJcr
class ManyContainersIT {
  /// Writes a file, waits until all have, looks at what there is, and serves.
  private static final String SCRIPT =
      """
      echo $HOSTNAME >/tmp/own-$HOSTNAME
      jcr-probe interfaces
      echo written
      read all_are_there
      ls /tmp
      set -- /proc/[0-9]* && echo $#
      exec echo-server --port 7000
      """;

  private record Member(String name, Started jcr) {
    static Member start(Jcr jcr, String name) {
      return new Member(
          name,
          jcr.start(
              "--net=veth",
              "--limit=pids:20",
              "--limit=memory:50M",
              "--name",
              name,
              "--",
              "sh",
              "-c",
              SCRIPT));
    }

    String address() {
      String text = jcr.output().text();
      return Json.parse(text.substring(0, text.indexOf("written")))
          .get("interfaces")
          .with("name", "eth0")
          .get("addresses")
          .with("family", "inet")
          .get("address")
          .text();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void atOnce(int count, Jcr jcr) {
    Requires.controller("pids");
    List<Member> members = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      members.add(Member.start(jcr, "member-" + i));
    }
    members.forEach(member -> member.jcr().awaitLine("written"));
    members.forEach(member -> member.jcr().type("all are there\n"));

    for (Member member : members) {
      assertEquals("own-" + member.name(), member.jcr().awaitLine(".*"), "files in /tmp");
      assertEquals("1", member.jcr().awaitLine("\\d+"), "processes");
      member.jcr().awaitLine("listening on 0\\.0\\.0\\.0:7000");
    }
    requireDifferentPlaces(members);
    for (int i = 0; i < count; i++) {
      requireAnswer(jcr, members.get(i));
    }
    requireAnswerToNeighbour(jcr, members);
    members.forEach(member -> member.jcr().close());
    members.forEach(member -> assertEquals("", member.jcr().awaitEnd().errors()));
  }

  private static void requireDifferentPlaces(List<Member> members) {
    Set<String> addresses = new HashSet<>();
    Set<Path> cgroups = new HashSet<>();
    Set<Long> namespaces = new HashSet<>();
    for (Member member : members) {
      Proc container = member.jcr().container();
      addresses.add(member.address());
      Path cgroup = Cgroups.of(container, "pids");
      cgroups.add(cgroup);
      assertEquals("" + container.pid(), Cgroups.read(cgroup.resolve("cgroup.procs")));
      namespaces.addAll(container.namespaces().values());
    }
    assertEquals(members.size(), addresses.size(), addresses::toString);
    assertEquals(members.size(), cgroups.size(), cgroups::toString);
    assertEquals(members.size() * Proc.NAMESPACES.size(), namespaces.size());
  }

  private static void requireAnswer(Jcr jcr, Member member) {
    String message = "to " + member.name();
    Result client = jcr.onHost("echo-client", member.address(), "7000", message).awaitEnd();

    assertTrue(client.succeeded().lines().getLast().endsWith(": " + message), client.output());
    String connection = member.jcr().awaitLine("connection from .*");
    assertTrue(connection.endsWith(" to " + member.address() + ":7000"), connection);
  }

  private static void requireAnswerToNeighbour(Jcr jcr, List<Member> members) {
    StringBuilder script = new StringBuilder("set -e\n");
    members.forEach(member ->
        script.append("echo-client " + member.address() + " 7000 " + member.name() + "\n"));

    Result clients = jcr.inside("--net=veth", "--", "sh", "-c", script.toString());

    assertEquals(2 * members.size(), clients.lines().size());
  }
}
