package io.jcr.spi;

import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.PublishedPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One change to the host, as data, for [Host#apply]. It is undone when the container ends, unless
/// its documentation says otherwise.
///
/// @param <R> the type of the result: [Done] for most changes
public sealed interface HostChange<R> {
  /// Calls the method of `visitor` for this kind of change.
  ///
  /// @return the result of that method
  R accept(Visitor visitor);

  /// Its name as a method of [Host], such as `createDirectory`.
  default String verb() {
    String name = getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /// The result of a change that has nothing else to return.
  enum Done {
    /// It was made.
    DONE
  }

  /// Interprets changes, with one method per kind, so that the compiler finds every interpreter
  /// that lacks a new kind. Plugins need none.
  interface Visitor {
    /// For [CreateDirectory].
    Done visit(CreateDirectory change);

    /// For [CreateSnapshot].
    Done visit(CreateSnapshot change);

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

  /// Creates a directory and, if needed, its parents, which stay. An existing directory is accepted
  /// and stays too. A new one is removed at the end, with everything in it.
  ///
  /// Below [ContainerPaths#data], "the end" is when the container is deleted: the next start of a
  /// kept container finds its files again, except in `scratch` directories.
  ///
  /// @param directory an absolute path
  /// @param mode permission bits
  /// @param scratch whether it is removed whenever the container stops, even below
  ///   [ContainerPaths#data]
  record CreateDirectory(Path directory, int mode, boolean scratch) implements HostChange<Done> {
    /// A directory that is not `scratch`.
    public CreateDirectory(Path directory, int mode) {
      this(directory, mode, false);
    }

    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Creates a writable snapshot of a subvolume of btrfs, as `btrfs subvolume snapshot` does. It
  /// lives as long as a [CreateDirectory] in the same place, and is removed with everything in it,
  /// also with subvolumes that the container has made. An existing directory is accepted: the
  /// snapshot that an earlier start of a kept container made.
  ///
  /// A snapshot has the owner and mode of its source. Create [ContainerPaths#data] with mode 0700
  /// before, so that other users cannot reach set-user-ID files in it.
  ///
  /// @param source the root of a subvolume, in the same file system as `directory`
  /// @param directory the new subvolume, below [ContainerPaths#data]; the directory above it exists
  record CreateSnapshot(Path source, Path directory) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Creates a file that does not exist yet. It is removed at the end.
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

  /// Replaces the content of a file that [CreateFile] made in the container's own directory
  /// ([ContainerPaths#state]). The change is atomic: readers see the old content or the new one,
  /// also after a crash.
  ///
  /// @param file a file made by [CreateFile]
  /// @param content all of it, written as UTF-8
  /// @param mode permission bits
  record ReplaceFile(Path file, String content, int mode) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Removes a file that [CreateFile] made in the container's own directory. If the undo of an
  /// [Execute] has this file as its input, that undo is cancelled.
  ///
  /// @param file a file made by [CreateFile]
  record RemoveFile(Path file) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Creates a network namespace that has only a loopback interface, which is up. `file`, which
  /// must not exist yet, keeps it alive without a process in it. Both are removed at the end.
  ///
  /// @param file the file that the namespace is mounted on
  record CreateNetworkNamespace(Path file) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Runs a program on the host and waits for its end. It dies with jcr, and is killed after a
  /// minute. The result is empty in a rehearsal or dry run.
  ///
  /// `undo` runs at the end even if `command` was killed midway or never started, and runs again if
  /// it fails or is killed. So it must do no harm when there is nothing to undo. Its input is read
  /// at that time; files in the container's own directory still exist then.
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

  /// Creates a cgroup and, if needed, those above it. At the end, all processes in it are killed
  /// and it is removed. For that reason a cgroup that already exists is an error (EEXIST). Parents
  /// that jcr made are removed with the last container in them; others stay. Put a common parent
  /// for all your containers between the hierarchy's root and theirs.
  ///
  /// @param directory the cgroup, below a hierarchy's mount point
  record CreateCgroup(Path directory) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Writes a control file in a cgroup made by [CreateCgroup], or in a parent to pass on what the
  /// cgroup needs (`cgroup.subtree_control`, `cpuset.mems`). It is not undone.
  ///
  /// @param file the control file
  /// @param value the text to write
  record SetCgroupFile(Path file, String value) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Writes a sysctl below `/proc/sys`. The old value is restored when the last container that
  /// asked for this setting ends.
  ///
  /// @param file below `/proc/sys`
  /// @param value the text to write
  record SetSysctl(Path file, String value) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Takes `key`, such as an address, from a pool shared by all containers of this host, and
  /// returns it at the end. The result is empty if this container now has the key, else the id of
  /// the container that does.
  ///
  /// @param pool the pool's name, without a slash
  /// @param key the key to take, without a slash
  record Lease(String pool, String key) implements HostChange<Optional<String>> {
    public Lease {
      for (String name : List.of(pool, key)) {
        if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0) {
          throw new IllegalArgumentException(
              "a pool or key must not be empty, begin with '.' or have a '/': '" + name + "'");
        }
      }
    }

    @Override
    public Optional<String> accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Creates a bridge with an address and sets it up, if it does not exist. The bridge stays until
  /// `jcr gc` finds that no container is connected to it.
  ///
  /// @param name the interface's name
  /// @param address its address, with the prefix length of the subnet
  record EnsureBridge(String name, Ipv4Prefix address) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Creates a veth pair: one end in a bridge on the host, the other in a network namespace. At the
  /// end, the pair is removed.
  ///
  /// @param pair both ends
  record CreateVeth(VethPair pair) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Drops packets that arrive on `link`, an interface of the host such as the host end of a
  /// [CreateVeth], unless they are IPv4 or ARP with `mac` and `address` as the sender. The filter
  /// is removed at the end. Each network of a container has at most one.
  ///
  /// @param link the interface's name
  /// @param mac the container's Ethernet address
  /// @param address the container's IPv4 address
  /// @param network which of the container's networks, from 0; jcr sets it
  record FilterPort(String link, MacAddress mac, Ipv4 address, int network)
      implements HostChange<Done> {
    /// Of the first network.
    public FilterPort(String link, MacAddress mac, Ipv4 address) {
      this(link, mac, address, 0);
    }

    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Creates an interface of a kind other than veth in the container's network namespace. It
  /// disappears with that namespace.
  ///
  /// @param link the interface
  record CreateLink(ContainerLink link) implements HostChange<Done> {
    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Masquerades packets from `source`, unless they leave through `exceptInterface`. The rule is
  /// removed at the end. Each network of a container has at most one.
  ///
  /// @param source the container's address
  /// @param exceptInterface such as the container's bridge
  /// @param network which of the container's networks, from 0; jcr sets it
  record Masquerade(Ipv4Prefix source, String exceptInterface, int network)
      implements HostChange<Done> {
    /// Of the first network.
    public Masquerade(Ipv4Prefix source, String exceptInterface) {
      this(source, exceptInterface, 0);
    }

    @Override
    public Done accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Reserves ports of the host for the container until its end. A run reserves them as early as
  /// its rehearsal, which fails if one is not free.
  ///
  /// @param ports the requested ports
  record HoldPorts(List<PublishedPort> ports) implements HostChange<HeldPorts> {
    public HoldPorts {
      ports = List.copyOf(ports);
    }

    @Override
    public HeldPorts accept(Visitor visitor) {
      return visitor.visit(this);
    }
  }

  /// Relays traffic to the ports of [HoldPorts] to the container, until its first process ends.
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
