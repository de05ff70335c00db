package io.jcr.runtime;

import static io.jcr.runtime.PlannedLaunch.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Hook;
import io.jcr.api.Hooks;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.Root;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import io.jcr.init.LaunchPlan.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How a container gets into its namespaces and to its network.
class LaunchNamespacesTest {
  private static final long NEWCGROUP = NamespaceType.CGROUP.cloneFlag();

  private final PlannedLaunch launch = new PlannedLaunch();

  @Test
  void cgroupsAreJoinedBeforeTheirNamespaceIsMade() {
    launch.assertOrder(launch.joined, new InitOp.Unshare(NEWCGROUP));
  }

  @Test
  void theNamespaceBackendIsAskedForAllButTheCgroupNamespace() {
    when(launch.namespace.enter(any(), eq("/sys/fs/cgroup/jcr/c1")))
        .thenAnswer(call -> {
          ContainerSpec asked = call.getArgument(0);
          assertFalse(asked.namespaces().contains(LinuxNamespace.create(NamespaceType.CGROUP)));
          assertEquals(launch.spec.namespaces().size() - 1, asked.namespaces().size());
          return List.of(launch.clone);
        });
    assertEquals(List.of(new Step("namespace clone", launch.clone)), launch.plan().enter());
  }

  @Test
  void onlyAUtsNamespaceOfItsOwnIsNamed() {
    assertTrue(launch.inside().stream().anyMatch(InitOp.Sethostname.class::isInstance));
    launch.spec =
        launch.spec.withNamespaces(
            launch.spec.namespaces().stream()
                .filter(namespace -> namespace.type() != NamespaceType.UTS)
                .toList());
    assertTrue(
        launch.inside().stream()
            .noneMatch(
                op -> op instanceof InitOp.Sethostname || op instanceof InitOp.Setdomainname));
  }

  @Test
  void aCgroupNamespaceThatIsJoinedIsTheBackends() {
    LinuxNamespace other = LinuxNamespace.join(NamespaceType.CGROUP, Path.of("/proc/42/ns/cgroup"));
    launch.spec = launch.spec.withNamespaces(List.of(other));
    assertTrue(launch.inside().stream().noneMatch(InitOp.Unshare.class::isInstance));
  }

  /// Who is in another's cgroup namespace cannot be put anywhere else.
  @Test
  void cgroupsAreJoinedBeforeACgroupNamespaceIs() {
    LinuxNamespace other = LinuxNamespace.join(NamespaceType.CGROUP, Path.of("/proc/42/ns/cgroup"));
    launch.spec = launch.spec.withNamespaces(List.of(other));
    when(launch.namespace.enter(any(), eq(""))).thenReturn(List.of(launch.clone));
    List<InitOp> enter = launch.plan().enter().stream().map(Step::op).toList();
    assertTrue(enter.indexOf(launch.joined) >= 0, enter::toString);
    assertTrue(enter.indexOf(launch.joined) < enter.indexOf(launch.clone), enter::toString);
    assertFalse(launch.inside().contains(launch.joined));
  }

  /// As long as the paths are the host's.
  @Test
  void theCgroupsOfAContainerThatIsJoinedComeFirst() {
    launch.shared = new Joined(List.of("/sys/fs/cgroup/pids/jcr/other/tasks"), "/");
    List<Step> enter = launch.plan().enter();
    assertEquals(
        new Step("jcr", new InitOp.WriteFile("/sys/fs/cgroup/pids/jcr/other/tasks", "0")),
        enter.getFirst());
  }

  @Test
  void aJoinedRootIsUsedAsItIsAndTheTerminalIsNotItsConsole() {
    joinMounts();
    launch.shared = new Joined(List.of(), "/run/jcr/containers/other/rootfs");
    List<InitOp> inside = launch.inside();
    assertFalse(inside.contains(launch.pivot), inside::toString);
    assertFalse(inside.stream().anyMatch(InitOp.MountOp.class::isInstance), inside::toString);
    launch.assertOrder(
        new InitOp.Chroot("/run/jcr/containers/other/rootfs"), new InitOp.Terminal(1000, 100, 0));
  }

  @Test
  void aRootThatIsChosenIsMountedInACopyOfTheJoinedMountNamespace() {
    joinMounts();
    launch.spec = launch.spec.withRoot(new Root(launch.spec.root().path(), false, true));
    launch.assertOrder(
        new InitOp.Unshare(NamespaceType.MOUNT.cloneFlag()),
        launch.overlay,
        launch.pivot,
        new InitOp.Terminal(1000, 100, 1));
  }

  private void joinMounts() {
    LinuxNamespace other = LinuxNamespace.join(NamespaceType.MOUNT, Path.of("/proc/42/ns/mnt"));
    launch.spec =
        launch
            .spec
            .withNamespaces(List.of(other))
            .withRoot(new Root(launch.spec.root().path(), false, false));
    when(launch.namespace.enter(any(), eq(""))).thenReturn(List.of(launch.clone));
  }

  @Test
  void theProcessWaitsForTheHostBeforeItUsesTheInterface() {
    launch.assertOrder(new InitOp.Park(), launch.connected);
  }

  /// They find the mounts made, and the host's root still there.
  @Test
  void itWaitsForHooksBeforeItEntersItsRoot() {
    Hook hook = new Hook("/hook", List.of(), List.of(), 0);
    launch.spec =
        launch.spec.withHooks(
            new Hooks(List.of(hook), List.of(), List.of(), List.of(), List.of(hook), List.of()));
    launch.assertOrder(launch.overlay, new InitOp.Meet(), launch.pivot, new InitOp.Park());
  }

  @Test
  void withoutThemItWaitsOnce() {
    Hook hook = new Hook("/hook", List.of(), List.of(), 0);
    launch.spec =
        launch.spec.withHooks(
            new Hooks(List.of(), List.of(), List.of(), List.of(), List.of(hook), List.of()));
    assertFalse(launch.inside().contains(new InitOp.Meet()));
  }

  /// For its state, at least.
  @Test
  void itWaitsForTheHostWithoutAnInterfaceToo() {
    launch.attach = false;
    assertTrue(launch.inside().contains(new InitOp.Park()));
  }

  /// While /proc/sys can be written: it is read-only afterwards.
  @Test
  void theInterfaceIsConfiguredBeforeSysctlsBecomeReadOnly() {
    launch.assertOrder(launch.connected, new InitOp.ReadonlyPath("/proc/sys"));
  }

  /// Only the host's root writes to cgroups, mounts with trusted attributes and maps ids of mounts.
  @Test
  void whatTakesTheHostsRootIsDoneBeforeAUserNamespaceIsEntered() {
    List<LinuxNamespace> namespaces = new ArrayList<>(launch.spec.namespaces());
    namespaces.add(LinuxNamespace.create(NamespaceType.USER));
    launch.spec =
        launch
            .spec
            .withNamespaces(namespaces)
            .withIdMappings(List.of(new IdMapping(0, 100_000, 65_536)));
    assertEquals(
        List.of(
            launch.joined,
            new InitOp.WriteFile("/sys/fs/cgroup/jcr/c1/cgroup.procs", "0"),
            new InitOp.UserNamespace("0 100000 65536\n"),
            new InitOp.Unshare(NamespaceType.MOUNT.cloneFlag()),
            new InitOp.MountPropagation("/", MountFlags.MS_REC | MountFlags.MS_PRIVATE),
            launch.overlay,
            new InitOp.BindMount(
                "", "/srv/etc", "/run/jcr/c1/volumes/0", MountFlags.MOUNT_ATTR_IDMAP, 1),
            launch.clone),
        launch.plan().enter().stream().map(Step::op).toList());
    assertTrue(
        launch.inside().stream()
            .noneMatch(op -> op.equals(launch.joined) || op.equals(launch.overlay)));
    launch.assertOrder(new InitOp.BindMount("", ROOT, ROOT, 0, 1), launch.pivot);
  }
}
