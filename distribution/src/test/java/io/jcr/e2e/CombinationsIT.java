package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each namespace backend with each file system gives the same container, with and without a user
/// namespace, seen from inside and from the host.
@WithJcr
class CombinationsIT {
  private static final String LOOK =
      "jcr-probe namespaces | tr -d '\\n'; echo; hostname; echo $$; cat /proc/1/cmdline | tr '\\0' ' '; echo;"
          + " cat /proc/self/uid_map; test -c /dev/null && echo device; touch /tmp/new && echo"
          + " written; echo end; cat";

  static Stream<Arguments> all() {
    return Stream.of("clone", "unshare", "setns")
        .flatMap(ns ->
            Stream.of("overlay", "bind", "chroot")
                .flatMap(fs ->
                    Stream.of("none", "veth")
                        .flatMap(net ->
                            Stream.of(false, true).map(user -> Arguments.of(ns, fs, net, user)))));
  }

  @ParameterizedTest(name = "{0} {1} {2}, user namespace: {3}")
  @MethodSource("all")
  void theContainerIsTheSame(String ns, String fs, String net, boolean user, Jcr jcr) {
    try (Started started =
        jcr.start(
            "--ns=" + ns + (user ? ":user,uid=200000,count=65536" : ""),
            "--fs=" + fs,
            "--net=" + net,
            "--limit=pids:64",
            "--hostname=box",
            "--",
            "sh",
            "-c",
            LOOK)) {
      started.awaitLine("end");
      List<String> lines = started.output().text().lines().toList();
      Json inside = Json.parse(lines.getFirst()).get("namespaces");
      Proc container = started.container();
      for (String type : Proc.NAMESPACES) {
        assertEquals(container.namespace(type), inside.get(type).number(), type);
        assertNotEquals(Proc.self().namespace(type), container.namespace(type), type);
      }
      assertEquals(user, Proc.self().namespace("user") != container.namespace("user"));
      assertEquals(container.namespace("user"), inside.get("user").number());
      assertEquals(user ? "200000" : "0", uid(container));
      assertTrue(container.cgroup("pids").orElseThrow().contains("jcr"));
      List<String> rest = lines.stream().skip(1).filter(line -> !line.isBlank()).toList();
      assertEquals("box", rest.get(0));
      assertEquals("1", rest.get(1));
      assertTrue(rest.get(2).startsWith("sh -c "), rest.get(2));
      assertEquals(
          user ? "0 200000 65536" : "0 0 4294967295", rest.get(3).strip().replaceAll(" +", " "));
      assertEquals(List.of("device", "written", "end"), rest.subList(4, rest.size()));
    } finally {
      Jcr.host("rm", "-f", jcr.rootfs().resolve("tmp/new").toString());
    }
  }

  private static String uid(Proc process) {
    return process.status("Uid").orElseThrow().split("\\s+", -1)[0];
  }
}
