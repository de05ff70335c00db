package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.OwnLimits;
import io.jcr.api.Root;
import io.jcr.api.UsageException;
import io.jcr.api.User;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.contract.SampleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpecConflictsTest {
  private static final Path FILE = Path.of("/proc/7/ns/x");

  @TempDir Path state;
  private Map<String, BackendChoice> backends = Map.of();
  private String hostname = ContainerSpec.defaultHostname("c1");
  private Root root = new Root(Path.of("/srv/rootfs"), false, false);
  private List<Mount> mounts = List.of();
  private List<LinuxNamespace> namespaces = List.of();
  private List<IdMapping> ids = List.of(new IdMapping(0, 200_000, 65_536));
  private boolean terminal;
  private User user = User.ROOT;

  @BeforeEach
  void open() throws IOException {
    mode(state, "rwx--x--x");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private void joining(NamespaceType... types) {
    namespaces = List.of(types).stream().map(type -> LinuxNamespace.join(type, FILE)).toList();
  }

  private void withNew(NamespaceType... types) {
    List<LinuxNamespace> more = new ArrayList<>(namespaces);
    List.of(types).forEach(type -> more.add(LinuxNamespace.create(type)));
    namespaces = more;
  }

  private void chosen(String option, String name) {
    backends = Map.of(option, new BackendChoice(name, Map.of()));
  }

  private ContainerSpec spec() {
    ContainerSpec s = SampleSpec.of("c1");
    ContainerProcess p = s.process();
    ContainerProcess process =
        new ContainerProcess(
            terminal,
            user,
            p.args(),
            p.env(),
            p.cwd(),
            p.capabilities(),
            p.noNewPrivileges(),
            p.rlimits(),
            p.init());
    return new ContainerSpec(
            "c1",
            hostname,
            root,
            process,
            mounts,
            List.of(),
            s.resources(),
            s.maskedPaths(),
            s.readonlyPaths(),
            s.seccomp(),
            backends)
        .withNamespaces(namespaces)
        .withIdMappings(ids);
  }

  private ContainerPaths paths() {
    return new ContainerPaths(
        state.resolve("c1"), state.resolve("data/c1"), state.resolve("c1/rootfs"));
  }

  private void accepted() {
    assertDoesNotThrow(() -> SpecConflicts.check(spec(), paths()));
  }

  private void refused(String... words) {
    String refusal =
        assertThrows(UsageException.class, () -> SpecConflicts.check(spec(), paths())).getMessage();
    for (String word : words) {
      assertTrue(refusal.contains(word), word + " in: " + refusal);
    }
  }

  @Test
  void newNamespacesGoWithEverything() {
    chosen("net", "veth");
    hostname = "box";
    mounts = List.of(new Mount("/x", "tmpfs", "tmpfs", List.of()));
    withNew(NamespaceType.MOUNT, NamespaceType.PID, NamespaceType.UTS, NamespaceType.USER);
    accepted();
  }

  @Test
  void aJoinedNetworkIsTheOnlyOne() {
    joining(NamespaceType.NETWORK);
    accepted();
    chosen("net", "veth");
    refused("network namespace", FILE.toString(), "--net=veth");
  }

  @Test
  void aJoinedHostNameIsNotChanged() {
    joining(NamespaceType.UTS);
    accepted();
    hostname = "box";
    refused("UTS namespace", FILE.toString(), "--hostname=box");
  }

  @Test
  void theHostIsNotRenamed() {
    accepted();
    hostname = "box";
    refused("no uts namespace", "hostname 'box' would rename the host");
  }

  @Test
  void aJoinedMountNamespaceHasARootAlready() {
    joining(NamespaceType.MOUNT);
    terminal = true;
    accepted();
    root = new Root(root.path(), true, false);
    refused("mount namespace", FILE.toString(), "--read-only", "mnt=new");
    root = new Root(root.path(), false, false);
    mounts = List.of(new Mount("/x", "tmpfs", "tmpfs", List.of()));
    refused("--volume and --tmpfs", "mnt=new");
  }

  @Test
  void aRootThatIsChosenIsMountedBesideAJoinedOne() {
    joining(NamespaceType.MOUNT);
    mounts = List.of(new Mount("/x", "tmpfs", "tmpfs", List.of()));
    chosen("fs", "chroot");
    accepted();
    backends = Map.of();
    root = new Root(root.path(), true, true);
    accepted();
    joining(NamespaceType.MOUNT, NamespaceType.USER);
    refused("user namespace", "--rootfs", FILE.toString());
  }

  @Test
  void whoSharesTheCgroupsOfAnotherHasNoLimitsOfItsOwn() {
    assertDoesNotThrow(() -> SpecConflicts.checkNoLimits(withResources(LinuxResources.UNLIMITED)));
    LinuxResources five = new LinuxResources(null, null, new LinuxPids(5));
    assertEquals(
        "--ns joins a container, whose limits apply to everything in it: --limit needs cgroups"
            + " of its own (add cgroup=new to --ns=setns)",
        assertThrows(UsageException.class, () -> SpecConflicts.checkNoLimits(withResources(five)))
            .getMessage());
    OwnLimits own = new OwnLimits(Map.of("gpu", "2"));
    assertThrows(UsageException.class, () -> SpecConflicts.checkNoLimits(own.in(spec())));
    chosen("limiter", "none");
    assertThrows(
        UsageException.class,
        () -> SpecConflicts.checkNoLimits(withResources(LinuxResources.UNLIMITED)));
  }

  private ContainerSpec withResources(LinuxResources resources) {
    ContainerSpec s = spec();
    return s.withLinux(s.linux().withResources(resources));
  }

  @ParameterizedTest
  @EnumSource(names = {"NETWORK", "IPC", "PID", "MOUNT"})
  void aNewUserNamespaceOwnsNothingThatIsOlder(NamespaceType type) {
    joining(type);
    withNew(NamespaceType.USER);
    refused("new user namespace has no power over it", FILE.toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"UTS", "CGROUP", "TIME"})
  void whatItNeedsNoPowerOverIsJoined(NamespaceType type) {
    joining(type);
    withNew(NamespaceType.USER);
    accepted();
  }

  @Test
  void aJoinedUserNamespaceMayOwnTheOthers() {
    joining(NamespaceType.USER, NamespaceType.NETWORK);
    accepted();
  }

  @Test
  void usersAndGroupsAreAmongItsIds() {
    withNew(NamespaceType.USER);
    ids = List.of(new IdMapping(0, 200_000, 1000));
    user = new User(1000, 0, List.of());
    refused("--user: user 1000 is not among the ids");
    user = new User(0, 1000, List.of());
    refused("--user: group 1000");
    user = new User(0, 0, List.of(1L, 1000L));
    refused("--user: group 1000");
    user = new User(999, 999, List.of(5L));
    accepted();
    ids = List.of(new IdMapping(0, 200_000, 5));
    user = User.ROOT;
    refused("group tty", "5");
  }

  @Test
  void itsIdsGetToTheRootFileSystem() throws IOException {
    withNew(NamespaceType.USER);
    Path closed = Files.createDirectory(state.resolve("c1"));
    mode(closed, "rwx------");
    refused(closed.toString(), "chmod o+x");
    mode(closed, "rwx--x--x");
    accepted();
  }

  @Test
  void itsNetworkIsItsOwn() {
    withNew(NamespaceType.USER);
    chosen("net", "host");
    assertEquals(
        "a new user namespace has no power over a network namespace created outside it (/sys"
            + " could not be mounted): --net=host cannot be combined with it (use --net=none or"
            + " veth)",
        assertThrows(UsageException.class, () -> SpecConflicts.checkNetwork(spec())).getMessage());
    withNew(NamespaceType.NETWORK);
    assertDoesNotThrow(() -> SpecConflicts.checkNetwork(spec()));
    joining(NamespaceType.USER);
    assertDoesNotThrow(() -> SpecConflicts.checkNetwork(spec()));
  }
}
