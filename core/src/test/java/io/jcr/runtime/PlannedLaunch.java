package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.Linux;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.Rlimit;
import io.jcr.api.Root;
import io.jcr.api.User;
import io.jcr.api.op.InitOp;
import io.jcr.init.LaunchPlan;
import io.jcr.init.LaunchPlan.Step;
import io.jcr.linux.seccomp.DefaultSeccomp;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Limits;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.SpiTable;
import io.jcr.spi.contract.SampleSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What [RoomSteps] makes of backends that each contribute an operation which can be told from all
/// others. A test changes `spec` and what else it is about, and looks at the order.
final class PlannedLaunch {
  static final String ROOT = "/run/jcr/containers/c1/rootfs";

  final InitOp joined = new InitOp.WriteFile("/sys/fs/cgroup/pids/jcr/c1/tasks", "0");
  final InitOp overlay = new InitOp.MountOp("", "overlay", ROOT, "overlay", 0, "");
  final InitOp pivot = new InitOp.PivotRoot(ROOT);
  final InitOp connected = new InitOp.Rtnetlink(List.of());
  final InitOp clone = new InitOp.Clone(0x2000_0000L, "/sys/fs/cgroup/jcr/c1");
  final Namespace namespace = mock(Namespace.class);

  private final Filesystem filesystem = mock(Filesystem.class);
  private final Network network = mock(Network.class);
  private final ResourceLimiter limiter = mock(ResourceLimiter.class);
  private final Mount cgroupMount =
      new Mount("/sys/fs/cgroup", "bind", "/sys/fs/cgroup/jcr/c1", List.of("bind", "ro"));
  private final Mount etc = new Mount("/etc/hosts", "bind", "/run/jcr/hosts", List.of("bind"));

  Mount volume = new Mount("/etc", "bind", "/srv/etc", List.of("rbind"));
  boolean attach = true;
  Joined shared = Joined.NOTHING;
  boolean newPrivileges;
  ContainerSpec spec = spec(true, true, true, new User(1000, 100, List.of(5L)));

  PlannedLaunch() {
    when(namespace.name()).thenReturn("clone");
    when(filesystem.name()).thenReturn("overlay");
    when(network.name()).thenReturn("veth");
    when(limiter.name()).thenReturn("cgroup-v1");
    when(namespace.enter(any(), any())).thenReturn(List.of(clone));
  }

  /// @param guarded whether it has an init and a filter of system calls
  ContainerSpec spec(boolean readOnly, boolean terminal, boolean guarded, User user) {
    ContainerSpec s = SampleSpec.of("c1");
    ContainerProcess process =
        new ContainerProcess(
            terminal,
            user,
            List.of("/bin/true", "x"),
            List.of("A=b"),
            "/",
            Capability.DEFAULT,
            !newPrivileges,
            List.of(new Rlimit(Rlimit.Resource.NOFILE, 10, 20)),
            guarded);
    Linux linux = s.linux();
    List<Mount> mounts = new ArrayList<>(OciDefaults.mounts());
    mounts.add(volume);
    return s.withRoot(new Root(s.root().path(), readOnly))
        .withProcess(process)
        .withMounts(mounts)
        .withLinux(
            new Linux(
                linux.namespaces(),
                linux.idMappings(),
                OciDefaults.devices(),
                "",
                linux.resources(),
                "",
                guarded ? DefaultSeccomp.profile(Capability.DEFAULT) : null,
                Map.of(),
                linux.maskedPaths(),
                linux.readonlyPaths(),
                Map.of(),
                null));
  }

  LaunchPlan plan() {
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
    Backends backends =
        new Backends(SpiTable.STANDARD, List.of(namespace, filesystem, network, limiter));
    return new RoomSteps(
            spec,
            backends,
            limits,
            root,
            Connection.of("network veth", plan),
            new Volumes(spec, Path.of("/run/jcr/c1")),
            shared)
        .plan(List.of(etc), true);
  }

  List<InitOp> inside() {
    return plan().inside().stream().map(Step::op).toList();
  }

  void assertOrder(InitOp... expected) {
    List<InitOp> ops = inside();
    int before = -1;
    for (InitOp op : expected) {
      int index = ops.indexOf(op);
      assertTrue(index > before, op + " is at " + index + ", not after " + before + ": " + ops);
      before = index;
    }
  }

  @SafeVarargs
  final void assertOrder(Predicate<InitOp>... expected) {
    List<InitOp> ops = inside();
    int before = -1;
    for (int i = 0; i < expected.length; i++) {
      int index = first(ops, expected[i]);
      assertTrue(index > before, i + " is at " + index + ", not after " + before + ": " + ops);
      before = index;
    }
  }

  static int first(List<InitOp> ops, Predicate<InitOp> wanted) {
    for (int i = 0; i < ops.size(); i++) {
      if (wanted.test(ops.get(i))) {
        return i;
      }
    }
    throw new AssertionError("not there: " + ops);
  }

  static int only(List<InitOp> ops, Class<? extends InitOp> type) {
    assertEquals(1, ops.stream().filter(type::isInstance).count(), type.getSimpleName());
    return first(ops, type::isInstance);
  }

  static Predicate<InitOp> mountOn(String target) {
    return op ->
        switch (op) {
          case InitOp.MountOp mount -> mount.target().equals(target);
          case InitOp.BindMount mount -> mount.target().equals(target);
          default -> false;
        };
  }
}
