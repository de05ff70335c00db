package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// With a mechanism really switched off, the demo's scenes about it fail, by the claims that
/// decide.
@WithJcr
class DemoMutationIT {
  @ParameterizedTest
  @CsvSource({
    "network-namespace, --net=host",
    "server-inside, --net=host",
    "server-outside, --net=host",
    "several-containers, --net=host",
    "mount-namespace, --ns=setns:mnt=/proc/self/ns/mnt",
    "pid-namespace, --ns=setns:pid=/proc/self/ns/pid",
    "uts-namespace, --ns=setns:uts=/proc/self/ns/uts",
    "ipc-namespace, --ns=setns:ipc=/proc/self/ns/ipc",
    "cgroup-namespace, --ns=setns:cgroup=/proc/self/ns/cgroup",
    "user-namespace, --ns=setns",
    "processes, --ns=setns:pid=/proc/self/ns/pid",
    "joined-namespaces, --ns=clone",
    "root-file-system, --without=--rootfs",
    "host-name, --without=--hostname",
    "memory, --without=--limit",
    "cpu, --without=--limit",
    "pids, --without=--limit",
  })
  void theSceneFails(String scene, String mutation, Jcr jcr) {
    List.of("memory", "cpu", "pids").forEach(Requires::controller);
    Json json = jcr.call("demo", "--format=json", "--scene=" + scene, mutation).exited(1).json();
    Json played = json.get("scenes").elements().findFirst().orElseThrow();
    assertFalse(json.get("ok").flag());
    assertEquals("fails", played.get("outcome").text(), () -> String.valueOf(played.value()));
    assertTrue(
        played
            .get("findings")
            .elements()
            .anyMatch(finding -> finding.get("expected").flag() && !finding.get("holds").flag()),
        () -> String.valueOf(played.get("findings").value()));
  }
}
