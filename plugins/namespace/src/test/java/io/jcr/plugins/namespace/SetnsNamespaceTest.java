package io.jcr.plugins.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.Root;
import io.jcr.api.UsageException;
import io.jcr.spi.Namespace;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.contract.NamespaceContract;
import io.jcr.spi.contract.RecordingHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetnsNamespaceTest extends NamespaceContract {
  private static final String OWN = Long.toString(ProcessHandle.current().pid());

  @Override
  protected Namespace backend() {
    return new SetnsNamespace();
  }

  @Override
  protected Map<String, String> goodOptions() {
    return Map.of("pid", OWN, "mnt", "", "net", "/proc/self/ns/net");
  }

  @Override
  protected List<Map<String, String>> badOptions() {
    return List.of(
        Map.of("pid", "x"),
        Map.of("pid", "12345678901"),
        Map.of("net", "blue"),
        Map.of("net", ""),
        Map.of("mnt", ""),
        Map.of("mount", ""),
        Map.of("mnt", "/proc/self/ns/mnt", "mount", "/proc/self/ns/mnt"),
        Map.of("network", "blue"),
        Map.of("user", "new"),
        Map.of("container", "../x"),
        Map.of("container", "other", "pid", OWN),
        Map.of("uid", "1000"));
  }

  @Test
  void aProcessIsJoinedInItsUsualKinds() {
    assertEquals(
        Map.of("net", ns("net"), "uts", ns("uts"), "ipc", ns("ipc"), "pid", ns("pid")),
        joined(Map.of("pid", OWN)));
  }

  @Test
  void otherKindsAreJoinedWhenNamed() {
    assertEquals(ns("mnt"), joined(Map.of("pid", OWN, "mnt", "")).get("mnt"));
    assertEquals(ns("cgroup"), joined(Map.of("pid", OWN, "cgroup", "")).get("cgroup"));
  }

  @Test
  void theWordsOfUnshareAndNsenterAreUnderstood() {
    assertEquals(
        Map.of("mnt", "/proc/self/ns/mnt", "net", "/proc/self/ns/net"),
        joined(Map.of("mount", "/proc/self/ns/mnt", "network", "/proc/self/ns/net")));
    assertEquals(ns("mnt"), joined(Map.of("pid", OWN, "mount", "")).get("mnt"));
  }

  @Test
  void aUsualKindIsLeftOutWhenItIsToBeNew() {
    assertEquals(
        Map.of("uts", ns("uts"), "ipc", ns("ipc"), "pid", ns("pid")),
        joined(Map.of("pid", OWN, "network", "new")));
  }

  @Test
  void aContainerIsJoinedWithItsRootAndItsCgroups() {
    NamespacePlan plan = container(Map.of());
    assertEquals(Long.parseLong(OWN), plan.cgroupsOf());
    assertEquals(Set.of("mnt", "cgroup", "net", "uts", "ipc", "pid"), kinds(plan));
    assertEquals("/", plan.root());
  }

  @Test
  void cgroupsAndRootOfItsOwnAreToBeAskedFor() {
    NamespacePlan own = container(Map.of("cgroup", "new"));
    assertEquals(0, own.cgroupsOf());
    assertEquals(Set.of("mnt", "net", "uts", "ipc", "pid"), kinds(own));
    assertEquals(
        Set.of("cgroup", "net", "uts", "ipc", "pid"), kinds(container(Map.of("mount", "new"))));
  }

  @Test
  void aChosenRootTakesThePlaceOfTheContainersUnlessThatIsNamed() {
    ContainerSpec given = spec("c1", Map.of("container", "other"));
    given = given.withRoot(new Root(given.root().path(), false, true));
    assertEquals(
        Set.of("cgroup", "net", "uts", "ipc", "pid"), kinds(backend().prepare(given, host())));
    given = spec("c1", Map.of("container", "other", "mnt", ""));
    given = given.withRoot(new Root(given.root().path(), false, true));
    assertTrue(kinds(backend().prepare(given, host())).contains("mnt"));
  }

  @Test
  void aProcessKeepsItsCgroupsForItself() {
    assertEquals(0, backend().prepare(spec("c1", Map.of("pid", OWN)), host()).cgroupsOf());
  }

  private RecordingHost host() {
    ContainerState other =
        new ContainerState(
            "other",
            ContainerState.Status.RUNNING,
            Long.parseLong(OWN),
            1,
            "",
            Path.of("/run/jcr/containers/other"),
            Map.of());
    return RecordingHost.of("c1", facts()).running(other);
  }

  private NamespacePlan container(Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("container", "other");
    ContainerSpec spec = spec("c1", options);
    return backend().prepare(spec.withRoot(new Root(spec.root().path(), false, false)), host());
  }

  private Set<String> kinds(NamespacePlan plan) {
    return joined(plan.namespaces()).keySet();
  }

  @Test
  void aFileGoesBeforeTheProcess() {
    assertEquals(
        "/proc/self/ns/net", joined(Map.of("pid", OWN, "net", "/proc/self/ns/net")).get("net"));
  }

  @Test
  void kindsThatAreNotNamedAreNew() {
    Map<String, String> files = Map.of("uts", "/proc/self/ns/uts");
    assertEquals(files, joined(files));
    assertEquals(
        List.of(NamespaceType.MOUNT, NamespaceType.IPC, NamespaceType.PID, NamespaceType.CGROUP),
        plan(files).stream()
            .filter(namespace -> namespace.path() == null)
            .map(LinuxNamespace::type)
            .toList());
  }

  @Test
  void withoutAnythingToJoinAllAreNew() {
    assertEquals(spec("c1", Map.of()).namespaces(), plan(Map.of()));
  }

  @Test
  void userAndTimeAreNewWithoutAProcess() {
    List<LinuxNamespace> plan = plan(Map.of("user", "", "time", ""));
    assertTrue(plan.contains(LinuxNamespace.create(NamespaceType.USER)), plan.toString());
    assertTrue(plan.contains(LinuxNamespace.create(NamespaceType.TIME)), plan.toString());
  }

  @Test
  void whatCannotBeJoinedIsRefusedWithTheReason(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertEquals("pid=2147483647: no such process", refusal(Map.of("pid", "2147483647")));
    assertEquals("net=/no/such: no such file", refusal(Map.of("net", "/no/such")));
    assertEquals("net=" + file + ": not a namespace file", refusal(Map.of("net", file.toString())));
    assertEquals(
        "net=/proc/self/ns/uts: a namespace of kind uts, not net",
        refusal(Map.of("net", "/proc/self/ns/uts")));
    assertEquals(
        "container=other: no container of this name is running",
        refusal(Map.of("container", "other")));
  }

  private String refusal(Map<String, String> options) {
    String message =
        assertThrows(UsageException.class, () -> plan(options), options.toString()).getMessage();
    return message.replace("--ns=setns: ", "");
  }

  private Map<String, String> joined(Map<String, String> options) {
    return joined(plan(options));
  }

  private Map<String, String> joined(List<LinuxNamespace> plan) {
    return plan.stream()
        .filter(namespace -> namespace.path() != null)
        .collect(Collectors.toMap(n -> n.type().procName(), n -> String.valueOf(n.path())));
  }

  private List<LinuxNamespace> plan(Map<String, String> options) {
    RecordingHost host = RecordingHost.of("c1", facts());
    return backend().prepare(spec("c1", options), host).namespaces();
  }

  private static String ns(String kind) {
    return "/proc/" + OWN + "/ns/" + kind;
  }
}
