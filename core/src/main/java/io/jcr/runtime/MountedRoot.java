package io.jcr.runtime;

import static java.util.stream.Collectors.joining;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.IdMapping;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import io.jcr.host.HostLog;
import io.jcr.init.ControlSocket;
import io.jcr.init.LaunchPlan;
import io.jcr.linux.ProbedCause;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.RootFilesystem;
import io.jcr.state.ContainerStore;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The root of a container that is not running, with its volumes, as the container would see it.
/// Its filesystem backend prepares it, and a process without a program keeps it mounted, in a new
/// mount namespace. Meanwhile the container cannot be started: two mounts of one layer would
/// corrupt it.
///
/// Whatever happens to this JVM, the supervisor ends that process, and with it the mounts, and runs
/// the journal.
public final class MountedRoot {
  private static final List<String> OF_THE_KERNEL = List.of("/dev", "/proc", "/sys");

  private final Backends backends;
  private final HostFacts facts;
  private final ContainerStore store;
  private final ControlSocket init;

  @Inject
  MountedRoot(Backends backends, HostFacts facts, ContainerStore store, ControlSocket init) {
    this.backends = backends;
    this.facts = facts;
    this.store = store;
    this.init = init;
  }

  /// Its location.
  ///
  /// @param root its path, as seen from the host
  /// @param mappings of the container's user namespace
  public record Place(Path root, List<IdMapping> mappings) {
    public Place {
      mappings = List.copyOf(mappings);
    }
  }

  /// What to do with it.
  public interface Use {
    void with(Place place);
  }

  /// Mounts the root of the container `spec`, calls `use`, and unmounts it.
  ///
  /// @throws UsageException when the container is running, or no longer has a root
  public void use(ContainerSpec spec, Use use) {
    backends.probe(facts);
    backends.validate(spec);
    requireRoot(spec);
    try {
      HostLog log = new HostLog(false);
      Host host = store.reopen(spec.id(), log).host();
      NamespacePlan namespaces =
          backends.call(
              backends.namespace(), facts, log, () -> backends.namespace().prepare(spec, host));
      ContainerSpec requested =
          spec.withNamespaces(namespaces.namespaces()).withIdMappings(namespaces.idMappings());
      RootFilesystem root =
          backends.call(
              backends.filesystem(),
              facts,
              log,
              () -> backends.filesystem().prepare(requested, host));
      LaunchPlan plan = plan(requested, root, new Volumes(requested, host.paths().state()));
      long holder = init.launch(plan).pid();
      use.with(
          new Place(
              Path.of("/proc", "" + holder, "root", root.root().toString()),
              requested.idMappings()));
      init.proceed();
      init.awaitExec(plan);
    } catch (ErrnoException e) {
      throw new HostException("jcr", e, ProbedCause.of(e, facts));
    }
  }

  private static void requireRoot(ContainerSpec spec) {
    if (spec.seesJoinedRoot()) {
      throw new UsageException(
          "container '"
              + spec.id()
              + "' is not running, and has no root of its own: it joins another's");
    }
    if (!Files.isDirectory(spec.root().path())) {
      throw new UsageException(
          "container '"
              + spec.id()
              + "' does not run, and its root file system "
              + spec.root().path()
              + " is gone");
    }
  }

  /// As in [RoomSteps] with a user namespace, the host's root mounts everything. This happens
  /// before the holding process is created, so that everything is there when its pid is known.
  private LaunchPlan plan(ContainerSpec spec, RootFilesystem root, Volumes volumes) {
    Steps enter = new Steps();
    if (spec.hasUserNamespace() && !spec.joins(NamespaceType.USER)) {
      enter.add(
          new InitOp.UserNamespace(
              spec.idMappings().stream().map(IdMapping::line).collect(joining())));
    }
    enter.add(new InitOp.Unshare(NamespaceType.MOUNT.cloneFlag()));
    enter.add(new InitOp.MountPropagation("/", MountFlags.MS_REC | MountFlags.MS_PRIVATE));
    enter.add(backends.label(backends.filesystem()), root.mount());
    volumes.mapping().forEach(enter::add);
    String directory = root.root().toString();
    volumes.mounts().stream()
        .filter(MountedRoot::isVolume)
        .forEach(mount -> enter.add(MountFlags.operation(mount, directory)));
    if (spec.root().readonly()) {
      enter.add(new InitOp.MountSetattr(directory, MountFlags.MOUNT_ATTR_RDONLY, 0));
    }
    enter.add(new InitOp.Clone(0, ""));
    Steps inside = new Steps();
    inside.add(new InitOp.Park());
    return new LaunchPlan(enter.list(), inside.list(), List.of(), false, false);
  }

  /// The content of its `/dev`, `/proc` and `/sys` exists only while it runs.
  private static boolean isVolume(Mount mount) {
    Path destination = Path.of(mount.destination()).normalize();
    return mount.isBind() && OF_THE_KERNEL.stream().noneMatch(destination::startsWith);
  }
}
