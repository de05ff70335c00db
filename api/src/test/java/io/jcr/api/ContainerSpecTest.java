package io.jcr.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerSpecTest {
  private static final String LONGEST = "x".repeat(64);

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "web-1", "web_1", "A.b", "0..--__"})
  @MethodSource("longest")
  void aNameIsLettersDigitsAndThree(String id) {
    assertEquals(id, ContainerSpec.requireId(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "-a", "_a", ".a", "a/b", "a b", "a\n", "ä", "a:b", "../x", "a\0b"})
  @MethodSource("tooLong")
  void anyOtherNameIsRefusedWithWhatIsAllowed(String id) {
    UsageException refusal = assertThrows(UsageException.class, () -> ContainerSpec.requireId(id));
    assertTrue(
        refusal.getMessage().startsWith("container name '" + id + "': allowed are letters"),
        refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "box", "web-1", "db.example.org", "7"})
  @MethodSource("longest")
  void aHostNameIsLettersDigitsHyphensAndDots(String name) {
    assertEquals(name, ContainerSpec.requireHostname(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", ".a", "a.", "a_b", "a b", "a\n", "ä", "a/b"})
  @MethodSource("tooLong")
  void anyOtherHostNameIsRefused(String name) {
    UsageException refusal =
        assertThrows(UsageException.class, () -> ContainerSpec.requireHostname(name));
    assertTrue(refusal.getMessage().startsWith("host name '" + name + "':"), refusal.getMessage());
  }

  static List<String> longest() {
    return List.of(LONGEST);
  }

  static List<String> tooLong() {
    return List.of(LONGEST + "x");
  }

  @Test
  void itsListsAreCopies() {
    List<Mount> mounts = new ArrayList<>();
    ContainerSpec spec = withMounts(mounts);
    mounts.add(new Mount("/x", "tmpfs", "tmpfs", List.of()));
    assertEquals(List.of(), spec.mounts());
    assertThrows(
        UnsupportedOperationException.class,
        () -> spec.namespaces().add(LinuxNamespace.create(NamespaceType.USER)));
  }

  @Test
  void otherNamespacesChangeNothingElse() {
    ContainerSpec spec = sample(Map.of());
    List<LinuxNamespace> others = List.of(LinuxNamespace.create(NamespaceType.NETWORK));
    ContainerSpec other = spec.withNamespaces(others);
    assertEquals(others, other.namespaces());
    assertEquals(spec, other.withNamespaces(spec.namespaces()));
  }

  @Test
  void theOptionsOfADefaultBackendAreEmpty() {
    ContainerSpec spec = sample(Map.of("net", new BackendChoice("veth", Map.of("nat", ""))));
    assertEquals(Map.of("nat", ""), spec.options("net"));
    assertEquals(Map.of(), spec.options("fs"));
  }

  @Test
  void recordsRefuseWhatNoKernelTakes() {
    ContainerProcess process = sample(Map.of()).process();
    assertIllegal("'etc' is not absolute", () -> new Root(Path.of("etc"), false));
    assertIllegal("'etc' is not absolute", () -> new Mount("etc", "tmpfs", "", List.of()));
    assertIllegal("needs a command", () -> copy(process, List.of(), "/"));
    assertIllegal("'tmp' is not absolute", () -> copy(process, List.of("sh"), "tmp"));
    assertIllegal("id -1", () -> new User(-1, 0, List.of()));
    assertIllegal("id 4294967295", () -> new User(0, 0xffff_ffffL, List.of()));
    assertIllegal("id -2", () -> new User(0, 0, List.of(-2L)));
    assertIllegal("below 1", () -> new LinuxPids(0));
    assertIllegal("0", () -> new LinuxMemory(0));
    assertIllegal("quota 999", () -> new LinuxCpu(999, LinuxCpu.DEFAULT_PERIOD, null));
    assertIllegal("period 999", () -> new LinuxCpu(0, 999, null));
    assertIllegal("period 1000001", () -> new LinuxCpu(0, 1_000_001, null));
    assertIllegal("NOFILE", () -> new Rlimit(Rlimit.Resource.NOFILE, Rlimit.INFINITY, 5));
  }

  @Test
  void anInfiniteRlimitIsAboveEveryOther() {
    Rlimit limit = new Rlimit(Rlimit.Resource.NOFILE, 5, Rlimit.INFINITY);
    assertEquals(7, limit.resource().number());
    assertEquals(15, Rlimit.Resource.RTTIME.number());
  }

  private static ContainerSpec sample(Map<String, BackendChoice> backends) {
    User user = User.ROOT;
    return new ContainerSpec(
        "c1",
        "c1",
        new Root(Path.of("/usr/lib/jcr/rootfs"), false),
        new ContainerProcess(
            false, user, List.of("/bin/true"), List.of(), "/", Set.of(), true, List.of(), false),
        List.of(),
        List.of(LinuxNamespace.create(NamespaceType.MOUNT)),
        LinuxResources.UNLIMITED,
        List.of("/proc/kcore"),
        List.of("/proc/sys"),
        true,
        backends);
  }

  private static ContainerProcess copy(ContainerProcess p, List<String> args, String cwd) {
    return new ContainerProcess(
        false, p.user(), args, p.env(), cwd, Set.of(), true, List.of(), false);
  }

  private static ContainerSpec withMounts(List<Mount> mounts) {
    ContainerSpec s = sample(Map.of());
    return new ContainerSpec(
        s.id(),
        s.hostname(),
        s.root(),
        s.process(),
        mounts,
        s.namespaces(),
        s.resources(),
        s.maskedPaths(),
        s.readonlyPaths(),
        s.seccomp(),
        s.backends());
  }

  private static void assertIllegal(String reason, Executable construction) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, construction, reason);
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }
}
