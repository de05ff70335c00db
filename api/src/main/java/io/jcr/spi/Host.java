package io.jcr.spi;

import io.jcr.api.ContainerState;
import io.jcr.api.Ipv4Prefix;
import java.nio.file.Path;
import java.util.Optional;

/// The only door through which a backend changes the host, on behalf of one container. Every change
/// is undone when the container ends, in reverse order, also after a crash: a backend writes no
/// teardown code. Not thread-safe.
///
/// All methods throw [io.jcr.api.ErrnoException] when the kernel refuses; what was changed before
/// is undone by the pipeline.
public interface Host {
  /// What is known about the machine.
  HostFacts facts();

  /// The container's own places.
  ContainerPaths paths();

  /// Another container of the same state root that is running now.
  ///
  /// @return empty when there is none of this name; a host that knows no containers always says so
  default Optional<ContainerState> container(String id) {
    return Optional.empty();
  }

  /// Makes a directory; its parents exist or are made too (those stay). Existing is fine, and then
  /// it stays afterwards. Otherwise it is removed at the end with all that is in it.
  ///
  /// @param mode permission bits
  void createDirectory(Path directory, int mode);

  /// Makes a file that does not exist yet, removed at the end.
  ///
  /// @param mode permission bits
  void createFile(Path file, String content, int mode);

  /// Gives a file that [#createFile] has made in the container's own directory
  /// ([ContainerPaths#state]) another content: readers, and who comes after a crash, find the old
  /// one or the new one.
  void replaceFile(Path file, String content, int mode);

  /// Removes a file that [#createFile] has made in the container's own directory. An undo of
  /// [#execute] that has it for its input is not run any more.
  void removeFile(Path file);

  /// Makes a network namespace with its loopback interface up and nothing else, which `file` keeps
  /// alive without any process in it. The file must not exist; both are removed at the end.
  void createNetworkNamespace(Path file);

  /// Runs a program of the host that changes nothing, and waits for its end.
  ///
  /// It dies with jcr, and is killed after a minute.
  ///
  /// @return empty when this host only pretends
  Optional<CommandResult> execute(HostCommand command);

  /// Runs a program of the host whose changes are undone by another one.
  ///
  /// `undo` is run at the end also when `command` was killed on its way, or not started at all; it
  /// is run again if it fails or is killed. So it has to do no harm when there is nothing to undo.
  /// The content of its input is read then, not now; a file in the container's own directory is
  /// still there.
  ///
  /// @return empty when this host only pretends
  Optional<CommandResult> execute(HostCommand command, HostCommand undo);

  /// Makes a cgroup below groups that exist or are made too. At the end, what still runs in it is
  /// killed and it is removed; so one that exists already is never taken over (EEXIST). The groups
  /// above that jcr has made go with the last container in them; others stay. Put a group for all
  /// your containers between the hierarchy and theirs.
  void createCgroup(Path directory);

  /// Writes a control file in a cgroup that [#createCgroup] made, or in one above it what must be
  /// handed down (`cgroup.subtree_control`, `cpuset.mems`); needs no undoing.
  void setCgroupFile(Path file, String value);

  /// Writes a sysctl below `/proc/sys`. When the last container that asked for this setting ends,
  /// the old value comes back.
  void setSysctl(Path file, String value);

  /// Takes `key` from a pool that all containers of this host share, such as an address from a
  /// subnet. Given back at the end.
  ///
  /// @return empty when it is now this container's, else the id of the container that has it
  Optional<String> lease(String pool, String key);

  /// Makes a bridge with an address, up, if it does not exist. It stays: `jcr gc` removes it when
  /// no container is connected.
  void ensureBridge(String name, Ipv4Prefix address);

  /// Makes a veth pair: one end on the host in a bridge, the other in a network namespace.
  void createVeth(VethPair pair);

  /// Makes an interface in the container's network namespace: for kinds other than veth.
  void createLink(ContainerLink link);

  /// Masquerades what the container sends from `source` to anywhere but the interface
  /// `exceptInterface`.
  void masquerade(Ipv4Prefix source, String exceptInterface);
}
