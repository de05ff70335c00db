package io.jcr.spi;

import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.PublishedPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One change to the host, as data: what [Host#apply] is given. It is undone when the container
/// ends, unless the kind says otherwise.
///
/// @param <R> what the change answers with: [Done] for most
public sealed interface HostChange<R> {
  /// Hands this change to the method of `visitor` that is for its kind.
  ///
  /// @return what that method returns
  R accept(Visitor visitor);

  /// Its name as a method of [Host], such as `createDirectory`.
  default String verb() {
    String name = getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /// The answer of a change that has nothing to tell.
  enum Done {
    /// It was made.
    DONE
  }

  /// Reads changes: one method a kind, so that the compiler finds the readers that a new kind is
  /// missing from. A plugin needs none.
  interface Visitor {
    /// For [CreateDirectory].
    Done visit(CreateDirectory change);

    /// For [CreateFile].
    Done visit(CreateFile change);

    /// For [ReplaceFile].
    Done visit(ReplaceFile change);

    /// For [RemoveFile].
    Done visit(RemoveFile change);

    /// For [CreateNetworkNamespace].
    Done visit(CreateNetworkNamespace change);

    /// For [Execute].
    Optional<CommandResult> visit(Execute change);

    /// For [CreateCgroup].
    Done visit(CreateCgroup change);

    /// For [SetCgroupFile].
    Done visit(SetCgroupFile change);

    /// For [SetSysctl].
    Done visit(SetSysctl change);

    /// For [Lease].
    Optional<String> visit(Lease change);

    /// For [EnsureBridge].
    Done visit(EnsureBridge change);

    /// For [CreateVeth].
    Done visit(CreateVeth change);

    /// For [FilterPort].
    Done visit(FilterPort change);

    /// For [CreateLink].
    Done visit(CreateLink change);

    /// For [Masquerade].
    Done visit(Masquerade change);

    /// For [HoldPorts].
    HeldPorts visit(HoldPorts change);

    /// For [RelayPorts].
    Done visit(RelayPorts change);
  }

  /// Makes a directory; its parents exist or are made too (those stay). An existing directory is
  /// fine, and then it stays afterwards. Otherwise it is removed at the end with all that is in it.
  ///
  /// Below [ContainerPaths#data] "the end" is when the container is deleted: a container that is
  /// kept finds there at its next start what it left, except for directories that are `scratch`.
  ///
  /// @param directory an absolute path
  /// @param mode permission bits
  /// @param scratch whether it goes whenever the container stops, also below [ContainerPaths#data]
  record CreateDirectory(Path directory, int mode, boolean scratch) implements HostChange<Done> {
    /// One that is not `scratch`.
    public CreateDirectory(Path directory, int mode) {
      this(directory, mode, false);
    }

    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Makes a file that does not exist yet, removed at the end.
  ///
  /// @param file an absolute path
  /// @param content all of it, written as UTF-8
  /// @param mode permission bits
  record CreateFile(Path file, String content, int mode) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Gives a file that [CreateFile] has made in the container's own directory
  /// ([ContainerPaths#state]) another content: readers, and whoever comes after a crash, find the
  /// old one or the new one.
  ///
  /// @param file what [CreateFile] has made
  /// @param content all of it, written as UTF-8
  /// @param mode permission bits
  record ReplaceFile(Path file, String content, int mode) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Removes a file that [CreateFile] has made in the container's own directory. An undo of
  /// [Execute] that has it for its input is not run any more.
  ///
  /// @param file what [CreateFile] has made
  record RemoveFile(Path file) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Makes a network namespace with its loopback interface up and nothing else, which `file` keeps
  /// alive without any process in it. The file must not exist; both are removed at the end.
  ///
  /// @param file where the namespace is mounted
  record CreateNetworkNamespace(Path file) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Runs a program of the host and waits for its end. It dies with jcr, and is killed after a
  /// minute. The answer is empty when the host only pretends.
  ///
  /// `undo` is run at the end also when `command` was killed on its way, or not started at all; it
  /// is run again if it fails or is killed. So it has to do no harm when there is nothing to undo.
  /// The content of its input is read then, not now; a file in the container's own directory is
  /// still there.
  ///
  /// @param command the program
  /// @param undo undoes what the program changes; null for a program that changes nothing
  record Execute(HostCommand command, @Nullable HostCommand undo)
      implements HostChange<Optional<CommandResult>> {
    @Override
    public Optional<CommandResult> accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Makes a cgroup below groups that exist or are made too. At the end, what still runs in it is
  /// killed and it is removed; so one that exists already is never taken over (EEXIST). The groups
  /// above that jcr has made go with the last container in them; others stay. Put a group for all
  /// your containers between the hierarchy and theirs.
  ///
  /// @param directory the cgroup, below a hierarchy's mount point
  record CreateCgroup(Path directory) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Writes a control file in a cgroup that [CreateCgroup] made, or in one above it what must be
  /// handed down (`cgroup.subtree_control`, `cpuset.mems`); needs no undoing.
  ///
  /// @param file the control file
  /// @param value what is written
  record SetCgroupFile(Path file, String value) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Writes a sysctl below `/proc/sys`. When the last container that asked for this setting ends,
  /// the old value comes back.
  ///
  /// @param file below `/proc/sys`
  /// @param value what is written
  record SetSysctl(Path file, String value) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Takes `key` from a pool that all containers of this host share, such as an address from a
  /// subnet. Given back at the end. The answer is empty when the key is now this container's, else
  /// the id of the container that has it.
  ///
  /// @param pool the pool's name
  /// @param key what is taken from it
  record Lease(String pool, String key) implements HostChange<Optional<String>> {
    @Override
    public Optional<String> accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Makes a bridge with an address, up, if it does not exist. It stays: `jcr gc` removes it when
  /// no container is connected.
  ///
  /// @param name the interface's name
  /// @param address its address, with the subnet's length
  record EnsureBridge(String name, Ipv4Prefix address) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Makes a veth pair: one end on the host in a bridge, the other in a network namespace. The host
  /// end is removed at the end, and with it the other one.
  ///
  /// @param pair both ends
  record CreateVeth(VethPair pair) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Drops what comes in by `link`, an interface of the host such as the host end of a
  /// [CreateVeth], unless it is IPv4 or ARP and names `mac` and `address` as its sender. The filter
  /// is removed at the end. There is one a container.
  ///
  /// @param link the interface's name
  /// @param mac the container's Ethernet address
  /// @param address the container's IPv4 address
  record FilterPort(String link, MacAddress mac, Ipv4 address) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Makes an interface in the container's network namespace, for kinds other than veth. It goes
  /// with that namespace.
  ///
  /// @param link the interface
  record CreateLink(ContainerLink link) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Masquerades what the container sends from `source` to anywhere but the interface
  /// `exceptInterface`. The rule is removed at the end.
  ///
  /// @param source the container's address
  /// @param exceptInterface such as the container's bridge
  record Masquerade(Ipv4Prefix source, String exceptInterface) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Takes ports of the host for the container: from now on nobody else can have them. They are
  /// given back at the end. Those of a run are taken by its rehearsal already, which fails when one
  /// is not free.
  ///
  /// @param ports which
  record HoldPorts(List<PublishedPort> ports) implements HostChange<HeldPorts> {
    public HoldPorts {
      ports = List.copyOf(ports);
    }

    @Override
    public HeldPorts accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Has what comes to the ports of [HoldPorts] relayed to the container, until its first process
  /// ends.
  ///
  /// @param address where the host reaches the container
  /// @param pid the container's first process
  record RelayPorts(Ipv4 address, long pid) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }
}
