package ${package};

#if( $spi == "Network" )
import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.Support;
import java.util.List;

/// `--net=${backend}`: a network namespace of its own, with the loopback interface up.
public final class ${className} implements Network {
  @Override
  public String name() {
    return "${backend}";
  }

  @Override
  public Support probe(HostFacts facts) {
    return Support.yes();
  }

  @Override
  public void validate(ContainerSpec spec) {
    ParsedOptions.parse("--net=${backend}", options(), spec.options("net"));
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, Host host) {
    return NetworkPlan.isolated(List.of(new InitOp.Rtnetlink(List.of(new LinkUp("lo")))));
  }
}
#end
#if( $spi == "Filesystem" )
import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.Support;
import java.util.List;

/// `--fs=${backend}`: the given directory, mounted on itself and entered by pivot_root(2).
public final class ${className} implements Filesystem {
  @Override
  public String name() {
    return "${backend}";
  }

  @Override
  public Support probe(HostFacts facts) {
    return Support.yes();
  }

  @Override
  public void validate(ContainerSpec spec) {
    ParsedOptions.parse("--fs=${backend}", options(), spec.options("fs"));
  }

  @Override
  public RootFilesystem prepare(ContainerSpec spec, Host host) {
    String root = host.paths().rootMount().toString();
    // in a user namespace, its root owns what the host's root owns here
    long flags =
        MountFlags.MOUNT_ATTR_NODEV
            | (spec.hasUserNamespace() ? MountFlags.MOUNT_ATTR_IDMAP : 0);
    return new RootFilesystem(
        host.paths().rootMount(),
        List.of(new InitOp.BindMount("", spec.root().path().toString(), root, flags, 1)),
        List.of(new InitOp.PivotRoot(root)));
  }
}
#end
#if( $spi == "Namespace" )
import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `--ns=${backend}`: joins what exists by setns(2), makes the rest by clone3(2).
public final class ${className} implements Namespace {
  @Override
  public String name() {
    return "${backend}";
  }

  @Override
  public Support probe(HostFacts facts) {
    return facts.hasCapability(Capability.CAP_SYS_ADMIN)
        ? Support.yes()
        : Support.no("CAP_SYS_ADMIN is missing", "run as root, for instance with sudo");
  }

  @Override
  public void validate(ContainerSpec spec) {
    ParsedOptions.parse("--ns=${backend}", options(), spec.options("ns"));
  }

  @Override
  public List<InitOp> enter(ContainerSpec spec, String cgroup) {
    List<InitOp> ops = new ArrayList<>();
    long flags = 0;
    // a user namespace last: in it there are no capabilities over the host's other ones
    List<LinuxNamespace> namespaces =
        spec.namespaces().stream()
            .sorted(Comparator.comparing(namespace -> namespace.type() == NamespaceType.USER))
            .toList();
    for (LinuxNamespace namespace : namespaces) {
      long flag = namespace.type().cloneFlag();
      if (namespace.path() == null) {
        flags |= flag;
      } else {
        ops.add(new InitOp.Setns(namespace.path().toString(), flag));
      }
    }
    ops.add(new InitOp.Clone(flags, cgroup));
    return ops;
  }
}
#end
#if( $spi == "ResourceLimiter" )
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.UnsupportedException;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import io.jcr.spi.Limits;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `--limiter=${backend}`: limits how many processes a container has, by the controller pids of
/// cgroups(7), version 2 or 1. Any other limit it refuses: nobody must believe in one that is not there.
public final class ${className} implements ResourceLimiter {
  private static final String SUBJECT = "limiter ${backend}";
  private static final String LACK = "no cgroup hierarchy carries the controller pids";
  private static final String CURE = "mount one that does";

  @Override
  public String name() {
    return "${backend}";
  }

  @Override
  public Support probe(HostFacts facts) {
    return hierarchy(facts).isPresent() ? Support.yes() : Support.no(LACK, CURE);
  }

  @Override
  public void validate(ContainerSpec spec) {
    ParsedOptions.parse("--limiter=${backend}", options(), spec.options("limiter"));
    LinuxResources asked = spec.resources();
    if (!asked.equals(new LinuxResources(null, null, asked.pids()))) {
      throw new UnsupportedException(
          SUBJECT, "it limits pids and nothing else", "use --limiter=cgroup-v2 or cgroup-v1");
    }
  }

  @Override
  public Limits create(ContainerSpec spec, Host host) {
    LinuxPids pids = spec.resources().pids();
    Optional<CgroupHierarchy> hierarchy = hierarchy(host.facts());
    if (hierarchy.isEmpty() && pids != null) {
      throw new UnsupportedException(SUBJECT, LACK, CURE);
    }
    return hierarchy
        .map(found -> create(spec, host, found))
        .orElse(new Limits("", List.of(), List.of(), List.of()));
  }

  private static Limits create(ContainerSpec spec, Host host, CgroupHierarchy hierarchy) {
    Path all = hierarchy.mountPoint().resolve("jcr-${backend}");
    // not the bare id: a container may be called like one of the kernel's files
    Path group = all.resolve("container-" + spec.id());
    host.createCgroup(group);
    boolean unified = hierarchy.version() == 2;
    if (unified) {
      for (Path level : List.of(hierarchy.mountPoint(), all)) {
        host.setCgroupFile(level.resolve("cgroup.subtree_control"), "+pids");
      }
    }
    LinuxPids pids = spec.resources().pids();
    if (pids != null) {
      host.setCgroupFile(group.resolve("pids.max"), Long.toString(pids.limit()));
    }
    InitOp join = new InitOp.WriteFile(group.resolve("tasks").toString(), "0");
    return new Limits(
        unified ? group.toString() : "",
        unified ? List.of() : List.of(join),
        List.of(),
        pids == null ? List.of() : List.of(reached(spec.id(), pids, group)));
  }

  /// What is said at the end when the kernel has counted a refusal.
  private static Limits.Note reached(String id, LinuxPids pids, Path group) {
    String text = "jcr: container " + id + ": reached its limit of " + pids.limit() + " processes";
    return new Limits.Note(group.resolve("pids.events").toString(), "max", "", text);
  }

  private static Optional<CgroupHierarchy> hierarchy(HostFacts facts) {
    return facts.cgroup(2, "pids").or(() -> facts.cgroup(1, "pids"));
  }
}
#end
#if( $spi == "CommandProvider" )
import io.jcr.api.UsageException;
import io.jcr.spi.CommandContext;
import io.jcr.spi.CommandProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `jcr ${backend} COMMAND [ARGUMENT…]`: runs a command in a container without a network.
public final class ${className} implements CommandProvider {
  private static final String USAGE = "jcr ${backend} COMMAND [ARGUMENT...]";

  @Override
  public String name() {
    return "${backend}";
  }

  @Override
  public String summary() {
    return "Run a command in a container without a network";
  }

  @Override
  public int run(List<String> arguments, CommandContext jcr)
      throws IOException, InterruptedException {
    if (arguments.isEmpty()) {
      throw new UsageException("${backend}: a command is missing: " + USAGE);
    }
    if (arguments.getFirst().equals("--help")) {
      System.out.println("Usage: " + USAGE);
      return 0;
    }
    if (arguments.getFirst().startsWith("-")) {
      throw new UsageException("${backend}: unknown option " + arguments.getFirst() + ": " + USAGE);
    }
    List<String> line = new ArrayList<>(List.of("run", "--net=none", "--"));
    line.addAll(arguments);
    return jcr.jcr(line).inheritIO().start().waitFor();
  }
}
#end
