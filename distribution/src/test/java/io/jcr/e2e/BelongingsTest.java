package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.e2e.Belongings.Seen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Others' things are not counted as leftovers, and jcr's are.
class BelongingsTest {
  private static final long TESTS = 100;
  private static final String HOST = "0::/user.slice\n";

  private final Belongings jcrs = new Belongings(Path.of("/opt/jcr"), "/tmp/junit");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0:60 / /run/jcr/containers/web/rootfs rw - overlay overlay rw",
        "0:61 / /tmp/junit-47/root/proc rw - proc proc rw",
        "0:62 / /mnt rw - overlay overlay rw,upperdir=/var/lib/jcr/containers/web/upper",
        "0:63 /etc /opt/jcr/rootfs/etc ro - ext4 /dev/vda rw"
      })
  void aMountOfJcrs(String line) {
    assertTrue(jcrs.isMount("30 23 " + line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0:4 net:[4026532177] /run/docker/netns/7d rw - nsfs nsfs rw",
        "0:23 /netns /run/netns rw shared:5 - tmpfs tmpfs rw",
        "0:60 / /var/lib/docker/overlay2/ab/merged rw - overlay overlay rw,upperdir=/var/lib/docker/overlay2/ab/diff",
        "0:61 / /var/lib/jcrux/x rw - tmpfs tmpfs rw",
        "",
      })
  void aMountOfOthers(String line) {
    assertFalse(jcrs.isMount("30 23 " + line));
  }

  @ParameterizedTest
  @CsvSource({
    "jcr0, , true",
    "jcr01xk2m, , true",
    "veth12, jcr-e2e, true",
    "docker0, , false",
    "veth12, docker0, false",
    "cni-podman0, , false"
  })
  void links(String name, String master, boolean own) {
    assertEquals(own, Belongings.isLink(name, master));
  }

  @Test
  void tables() {
    assertTrue(Belongings.isTable("table inet jcr-web"));
    assertFalse(Belongings.isTable("table ip nat"));
    assertFalse(Belongings.isTable("table inet netavark"));
  }

  @Test
  void whatTheTestsHaveStartedIsTheirs() {
    assertEquals(
        Set.of(110L, 111L, 112L),
        processes(
            process(110, TESTS, "jcr-init", "", HOST),
            process(111, 110, "java", "/opt/jcr/runtime/bin/java", HOST),
            process(112, 110, "sleep", "/bin/busybox", "3:pids:/jcr/web\n")));
  }

  /// By a shell that a test runs.
  @Test
  void orByWhatTheyHaveStarted() {
    assertEquals(
        Set.of(111L),
        processes(
            process(110, TESTS, "sh", "/bin/dash", HOST), process(111, 110, "jcr-init", "", HOST)));
  }

  /// Its supervisor was killed, and whoever takes orphans has it now.
  @Test
  void anOrphanIsTheirs() {
    assertEquals(
        Set.of(112L, 113L, 114L),
        processes(
            process(112, 1, "sleep", "/bin/busybox", "3:pids:/jcr/web\n"),
            process(113, 90, "java", "/opt/jcr/runtime/bin/java", HOST),
            new Seen(114, 1, "sh", "/bin/busybox", HOST, "0:60 / / rw,upperdir=/var/lib/jcr/x")));
  }

  @Test
  void othersContainersAreOthers() {
    assertEquals(
        Set.of(),
        processes(
            process(120, 1, "containerd-shim", "/usr/bin/containerd-shim-runc-v2", HOST),
            process(121, 120, "nginx", "/usr/sbin/nginx", "3:pids:/docker/0b7\n"),
            new Seen(122, 1, "sh", "/bin/sh", HOST, "0:60 / / rw,upperdir=/var/lib/docker/x")));
  }

  /// Of another user, or of the same one in another terminal.
  @Test
  void aJcrThatSomebodyElseRunsIsTheirs() {
    assertEquals(
        Set.of(),
        processes(
            process(130, 1, "bash", "/bin/bash", HOST),
            process(131, 130, "jcr-init", "", HOST),
            process(132, 131, "sleep", "/bin/busybox", "3:pids:/jcr/theirs\n")));
  }

  /// The tests (100) were started by a shell (90).
  private Set<Long> processes(Seen... more) {
    List<Seen> all =
        new ArrayList<>(
            List.of(
                process(1, 0, "systemd", "/sbin/init", HOST),
                process(90, 1, "bash", "/bin/bash", HOST),
                process(TESTS, 90, "java", "/usr/lib/jvm/bin/java", HOST)));
    all.addAll(List.of(more));
    return jcrs.processes(all, TESTS);
  }

  private static Seen process(long pid, long parent, String name, String program, String cgroups) {
    return new Seen(pid, parent, name, program, cgroups, "");
  }
}
