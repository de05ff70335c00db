package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.Rlimit;
import io.jcr.api.Root;
import io.jcr.api.User;
import io.jcr.api.op.InitOp;
import io.jcr.init.LaunchPlan;
import io.jcr.init.LaunchPlan.Step;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Limits;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.contract.SampleSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The order that the kernel wants.
class LaunchPlannerTest {
  private static final String ROOT = "/run/jcr/containers/c1/rootfs";
  private static final long NEWCGROUP = NamespaceType.CGROUP.cloneFlag();
  private static final Set<Capability> CAPABILITIES = Capability.DEFAULT;

  private final Namespace namespace = mock(Namespace.class);
  private final Filesystem filesystem = mock(Filesystem.class);
  private final Network network = mock(Network.class);
  private final ResourceLimiter limiter = mock(ResourceLimiter.class);

  private final InitOp joined = new InitOp.WriteFile("/sys/fs/cgroup/pids/jcr/c1/tasks", "0");
  private final InitOp overlay = new InitOp.MountOp("", "overlay", ROOT, "overlay", 0, "");
  private final InitOp pivot = new InitOp.PivotRoot(ROOT);
  private final InitOp connected = new InitOp.Rtnetlink(List.of());
  private final InitOp clone = new InitOp.Clone(0x2000_0000L, "/sys/fs/cgroup/jcr/c1");
  private final Mount cgroupMount =
      new Mount("/sys/fs/cgroup", "bind", "/sys/fs/cgroup/jcr/c1", List.of("bind", "ro"));
  private final Mount etc = new Mount("/etc/hosts", "bind", "/run/jcr/hosts", List.of("bind"));
  private Mount volume = new Mount("/etc", "bind", "/srv/etc", List.of("rbind"));

  private boolean attach = true;
  private boolean newPrivileges;
  private ContainerSpec spec = spec(true, true, true, new User(1000, 100, List.of(5L)));

  @BeforeEach
  void name() {
    when(namespace.name()).thenReturn("clone");
    when(filesystem.name()).thenReturn("overlay");
    when(network.name()).thenReturn("veth");
    when(limiter.name()).thenReturn("cgroup-v1");
    when(namespace.enter(any(), any())).thenReturn(List.of(clone));
  }

  @Test
  void cgroupsAreJoinedBeforeTheirNamespaceIsMade() {
    assertOrder(joined, new InitOp.Unshare(NEWCGROUP));
  }

  @Test
  void theNamespaceBackendIsAskedForAllButTheCgroupNamespace() {
    when(namespace.enter(any(), eq("/sys/fs/cgroup/jcr/c1")))
        .thenAnswer(call -> {
          ContainerSpec asked = call.getArgument(0);
          assertFalse(asked.namespaces().contains(LinuxNamespace.create(NamespaceType.CGROUP)));
          assertEquals(spec.namespaces().size() - 1, asked.namespaces().size());
          return List.of(clone);
        });
    assertEquals(List.of(new Step("namespace clone", clone)), plan().enter());
  }

  @Test
  void aCgroupNamespaceThatIsJoinedIsTheBackends() {
    LinuxNamespace other = LinuxNamespace.join(NamespaceType.CGROUP, Path.of("/proc/42/ns/cgroup"));
    spec = spec.withNamespaces(List.of(other));
    assertTrue(inside().stream().noneMatch(InitOp.Unshare.class::isInstance));
  }

  @Test
  void propagationIsCutBeforeAnyMount() {
    List<InitOp> ops = inside();
    int cut = only(ops, InitOp.MountPropagation.class);
    assertEquals(new InitOp.MountPropagation("/", 0x4000 | 1 << 18), ops.get(cut));
    int mount = first(ops, op -> op instanceof InitOp.MountOp || op instanceof InitOp.BindMount);
    assertTrue(cut < mount, cut + " < " + mount);
  }

  @Test
  void everythingIsMountedBelowTheRootBeforeItIsEntered() {
    List<InitOp> ops = inside();
    int entered = ops.indexOf(pivot);
    assertEquals(first(ops, overlay::equals), first(ops, op -> op instanceof InitOp.MountOp));
    assertAll(
        ops.stream()
            .filter(op -> !op.equals(overlay))
            .filter(LaunchPlannerTest::isInRoot)
            .map(op ->
                () -> {
                  assertTrue(ops.indexOf(op) < entered, op + " before " + pivot);
                  assertTrue(
                      op.toString().contains("root=" + ROOT), op + " is resolved in " + ROOT);
                }));
  }

  @Test
  void mountsComeInLayers() {
    assertOrder(
        mountOn("/dev"),
        mountOn("/dev/pts"),
        mountOn("/sys"),
        mountOn("/sys/fs/cgroup"),
        mountOn("/etc"),
        mountOn("/etc/hosts"));
  }

  @Test
  void whatTheUserMountsCoversWhatEveryContainerGets() {
    volume = new Mount("/etc/hosts", "bind", "/srv/hosts", List.of("rbind"));
    spec = spec(true, true, true, User.ROOT);
    assertOrder(
        op -> op instanceof InitOp.BindMount m && m.source().equals("/run/jcr/hosts"),
        op -> op instanceof InitOp.BindMount m && m.source().equals("/srv/hosts"));
  }

  /// Without no_new_privs the kernel takes a filter from CAP_SYS_ADMIN only.
  @Test
  void whereNewPrivilegesAreAllowedTheFilterComesBeforeTheCapabilitiesGo() {
    newPrivileges = true;
    spec = spec(true, true, true, User.ROOT);
    List<InitOp> ops = inside();
    assertTrue(ops.stream().noneMatch(InitOp.NoNewPrivs.class::isInstance));
    assertTrue(only(ops, InitOp.Seccomp.class) < only(ops, InitOp.SetUser.class));
    assertTrue(only(ops, InitOp.Seccomp.class) < only(ops, InitOp.Capset.class));
  }

  @Test
  void devicesAreMadeInTheDevThatWasMounted() {
    List<InitOp> ops = inside();
    int dev = first(ops, mountOn("/dev"));
    List<InitOp> devices = OciDefaults.devices(ROOT);
    assertFalse(devices.isEmpty());
    assertAll(
        devices.stream()
            .map(device -> () -> assertTrue(ops.indexOf(device) > dev, device + " after /dev")));
  }

  @Test
  void pathsAreHiddenOnceTheRootWasEntered() {
    assertOrder(pivot, new InitOp.MaskPath("/proc/kcore"), new InitOp.ReadonlyPath("/proc/sys"));
    List<InitOp> ops = inside();
    int readOnly = ops.indexOf(new InitOp.MountSetattr("/", 1, 0));
    assertTrue(readOnly > ops.indexOf(pivot), ops.toString());
  }

  @Test
  void aWritableRootStaysWritable() {
    spec = spec(false, true, true, User.ROOT);
    assertTrue(inside().stream().noneMatch(new InitOp.MountSetattr("/", 1, 0)::equals));
  }

  @Test
  void theProcessWaitsForTheHostBeforeItUsesTheInterface() {
    assertOrder(new InitOp.Park(), connected);
    assertTrue(plan().park());
  }

  /// For its state, at least.
  @Test
  void itWaitsForTheHostWithoutAnInterfaceToo() {
    attach = false;
    assertTrue(inside().contains(new InitOp.Park()));
    assertTrue(plan().park());
  }

  /// While /proc/sys can be written: it is read-only afterwards.
  @Test
  void theInterfaceIsConfiguredBeforeSysctlsBecomeReadOnly() {
    assertOrder(connected, new InitOp.ReadonlyPath("/proc/sys"));
  }

  @Test
  void theSessionHasATerminalIfAsked() {
    assertOrder(pivot, new InitOp.Setsid(), new InitOp.Terminal(1000, 100));
    assertTrue(plan().terminal());
    spec = spec(true, false, true, User.ROOT);
    assertTrue(inside().stream().noneMatch(InitOp.Terminal.class::isInstance));
    assertFalse(plan().terminal());
  }

  @Test
  void privilegesAreDroppedInTheOrderInWhichTheyAreNeeded() {
    long bounding = Capability.mask(CAPABILITIES);
    assertOrder(
        connected,
        new InitOp.Sethostname("c1"),
        new InitOp.Setrlimit(7, 10, 20),
        new InitOp.CapBounding(bounding),
        new InitOp.SetUser(1000, 100, List.of(5L)),
        new InitOp.Capset(0, 0, 0, 0),
        new InitOp.Chdir("/"),
        new InitOp.NoNewPrivs());
  }

  @Test
  void rootKeepsTheCapabilitiesOfTheContainer() {
    spec = spec(true, true, true, User.ROOT);
    long mask = Capability.mask(CAPABILITIES);
    assertTrue(inside().contains(new InitOp.Capset(mask, mask, 0, 0)));
  }

  @Test
  void theFilterComesLastAndTheCommandEndsIt() {
    List<InitOp> ops = inside();
    int filter = only(ops, InitOp.Seccomp.class);
    assertEquals(ops.size() - 3, filter, ops.toString());
    assertEquals(new InitOp.Init(), ops.get(ops.size() - 2));
    assertEquals(
        new InitOp.Execve("/bin/true", List.of("/bin/true", "x"), List.of("A=b")), ops.getLast());
  }

  @Test
  void withoutInitOrSeccompTheyAreNotThere() {
    spec = spec(true, true, false, User.ROOT);
    List<InitOp> ops = inside();
    assertTrue(
        ops.stream().noneMatch(op -> op instanceof InitOp.Init || op instanceof InitOp.Seccomp));
    assertTrue(ops.getLast() instanceof InitOp.Execve);
  }

  @Test
  void everyStepHasTheNameOfWhoAskedForIt() {
    Map<InitOp, String> expected =
        Map.of(
            joined,
            "limiter cgroup-v1",
            overlay,
            "filesystem overlay",
            pivot,
            "filesystem overlay",
            connected,
            "network veth",
            new InitOp.Setsid(),
            "jcr");
    List<Step> steps = plan().inside();
    assertAll(
        expected.entrySet().stream()
            .map(e ->
                () ->
                    assertTrue(steps.contains(new Step(e.getValue(), e.getKey())), e.toString())));
  }

  @Test
  void theNotesOfTheLimiterAndTheTraceArePassedOn() {
    assertEquals(1, plan().notes().size());
    assertTrue(plan().trace());
  }

  private ContainerSpec spec(boolean readOnly, boolean terminal, boolean guarded, User user) {
    ContainerSpec s = SampleSpec.of("c1");
    ContainerProcess process =
        new ContainerProcess(
            terminal,
            user,
            List.of("/bin/true", "x"),
            List.of("A=b"),
            "/",
            CAPABILITIES,
            !newPrivileges,
            List.of(new Rlimit(Rlimit.Resource.NOFILE, 10, 20)),
            guarded);
    return new ContainerSpec(
        s.id(),
        s.hostname(),
        new Root(s.root().path(), readOnly),
        process,
        List.of(volume),
        s.namespaces(),
        s.resources(),
        s.maskedPaths(),
        s.readonlyPaths(),
        guarded,
        s.backends());
  }

  private LaunchPlan plan() {
    Limits limits =
        new Limits(
            "/sys/fs/cgroup/jcr/c1",
            List.of(joined),
            List.of(cgroupMount),
            List.of(new Limits.Note("/f", "max", "", "text")));
    RootFilesystem root = new RootFilesystem(Path.of(ROOT), List.of(overlay), List.of(pivot));
    NetworkPlan plan =
        new NetworkPlan(
            LinuxNamespace.create(NamespaceType.NETWORK),
            List.of(connected),
            attach,
            null,
            Map.of(),
            null,
            Map.of());
    Backends backends = new Backends(namespace, filesystem, network, limiter);
    return new LaunchPlanner(
            spec, backends, limits, root, plan, new Volumes(spec, Path.of("/run/jcr/c1")))
        .plan(List.of(etc), true);
  }

  private List<InitOp> inside() {
    return plan().inside().stream().map(Step::op).toList();
  }

  private void assertOrder(InitOp... expected) {
    List<InitOp> ops = inside();
    int before = -1;
    for (InitOp op : expected) {
      int index = ops.indexOf(op);
      assertTrue(index > before, op + " is at " + index + ", not after " + before + ": " + ops);
      before = index;
    }
  }

  @SafeVarargs
  private final void assertOrder(Predicate<InitOp>... expected) {
    List<InitOp> ops = inside();
    int before = -1;
    for (int i = 0; i < expected.length; i++) {
      int index = first(ops, expected[i]);
      assertTrue(index > before, i + " is at " + index + ", not after " + before + ": " + ops);
      before = index;
    }
  }

  private static int first(List<InitOp> ops, Predicate<InitOp> wanted) {
    for (int i = 0; i < ops.size(); i++) {
      if (wanted.test(ops.get(i))) {
        return i;
      }
    }
    throw new AssertionError("not there: " + ops);
  }

  private static int only(List<InitOp> ops, Class<? extends InitOp> type) {
    assertEquals(1, ops.stream().filter(type::isInstance).count(), type.getSimpleName());
    return first(ops, type::isInstance);
  }

  private static Predicate<InitOp> mountOn(String target) {
    return op ->
        switch (op) {
          case InitOp.MountOp mount -> mount.target().equals(target);
          case InitOp.BindMount mount -> mount.target().equals(target);
          default -> false;
        };
  }

  private static boolean isInRoot(InitOp op) {
    return op instanceof InitOp.MountOp
        || op instanceof InitOp.BindMount
        || op instanceof InitOp.Mkdir
        || op instanceof InitOp.Mknod
        || op instanceof InitOp.Symlink;
  }
}
