package io.jcr.spi;

import io.jcr.api.ContainerState;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.PublishedPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The only way for a backend to change the host, on behalf of one container. When the container
/// ends, also after a crash, every change is undone in reverse order: a backend needs no teardown
/// code. Not thread-safe.
///
/// A change is data: a [HostChange], whose documentation says what it does and how it is undone.
/// The methods after [#apply] are shorthands: each builds the change of its name and applies it. An
/// implementation overrides `apply`, not the shorthands.
public interface Host {
  /// Facts about the machine.
  HostFacts facts();

  /// The container's own directories.
  ContainerPaths paths();

  /// Another running container under the same state root.
  ///
  /// @return empty when no running container has this name, and on hosts that cannot look them up
  default Optional<ContainerState> container(String id) {
    return Optional.empty();
  }

  /// The keys of a pool that containers have taken: see [#lease]. A hint, so that whoever looks for
  /// a free key need not try all of them: by the time it is used, a key may have been taken or
  /// given back.
  ///
  /// @return empty when none is, in a rehearsal, and on hosts that cannot look them up
  default Set<String> leased(String pool) {
    return Set.of();
  }

  /// Makes a change.
  ///
  /// @return the result of the change
  /// @throws io.jcr.api.ErrnoException when the kernel refuses; jcr undoes the earlier changes
  <R> R apply(HostChange<R> change);

  /// Creates a directory that is removed whenever the container stops:
  /// [HostChange.CreateDirectory].
  ///
  /// @param mode permission bits
  default void createScratchDirectory(Path directory, int mode) {
    apply(new HostChange.CreateDirectory(directory, mode, true));
  }

  /// Creates a directory: [HostChange.CreateDirectory].
  ///
  /// @param mode permission bits
  default void createDirectory(Path directory, int mode) {
    apply(new HostChange.CreateDirectory(directory, mode));
  }

  /// Creates a writable snapshot of a subvolume of btrfs: [HostChange.CreateSnapshot].
  default void createSnapshot(Path source, Path directory) {
    apply(new HostChange.CreateSnapshot(source, directory));
  }

  /// Creates a file that does not exist yet: [HostChange.CreateFile].
  ///
  /// @param mode permission bits
  default void createFile(Path file, String content, int mode) {
    apply(new HostChange.CreateFile(file, content, mode));
  }

  /// Replaces the content of a file in the container's own directory: [HostChange.ReplaceFile].
  default void replaceFile(Path file, String content, int mode) {
    apply(new HostChange.ReplaceFile(file, content, mode));
  }

  /// Removes a file from the container's own directory: [HostChange.RemoveFile].
  default void removeFile(Path file) {
    apply(new HostChange.RemoveFile(file));
  }

  /// Creates a network namespace without a process in it: [HostChange.CreateNetworkNamespace].
  default void createNetworkNamespace(Path file) {
    apply(new HostChange.CreateNetworkNamespace(file));
  }

  /// Runs a program on the host that changes nothing, and waits for its end: [HostChange.Execute].
  ///
  /// @return empty in a rehearsal or dry run
  default Optional<CommandResult> execute(HostCommand command) {
    return apply(new HostChange.Execute(command, null));
  }

  /// Runs a program on the host whose changes another one undoes: [HostChange.Execute].
  ///
  /// @return empty in a rehearsal or dry run
  default Optional<CommandResult> execute(HostCommand command, HostCommand undo) {
    return apply(new HostChange.Execute(command, undo));
  }

  /// Creates a cgroup: [HostChange.CreateCgroup].
  default void createCgroup(Path directory) {
    apply(new HostChange.CreateCgroup(directory));
  }

  /// Writes a control file of a cgroup: [HostChange.SetCgroupFile].
  default void setCgroupFile(Path file, String value) {
    apply(new HostChange.SetCgroupFile(file, value));
  }

  /// Writes a sysctl below `/proc/sys`: [HostChange.SetSysctl].
  default void setSysctl(Path file, String value) {
    apply(new HostChange.SetSysctl(file, value));
  }

  /// Takes `key` from a pool shared by all containers of this host: [HostChange.Lease].
  ///
  /// @return empty if this container now has it, else the id of the container that does
  default Optional<String> lease(String pool, String key) {
    return apply(new HostChange.Lease(pool, key));
  }

  /// Creates a bridge with an address if it does not exist: [HostChange.EnsureBridge].
  default void ensureBridge(String name, Ipv4Prefix address) {
    apply(new HostChange.EnsureBridge(name, address));
  }

  /// Creates a veth pair: [HostChange.CreateVeth].
  default void createVeth(VethPair pair) {
    apply(new HostChange.CreateVeth(pair));
  }

  /// Drops packets that a container sends under a false address: [HostChange.FilterPort].
  default void filterPort(String link, MacAddress mac, Ipv4 address) {
    apply(new HostChange.FilterPort(link, mac, address));
  }

  /// Creates an interface in the container's network namespace: [HostChange.CreateLink].
  default void createLink(ContainerLink link) {
    apply(new HostChange.CreateLink(link));
  }

  /// Reserves ports of the host for the container: [HostChange.HoldPorts].
  ///
  /// @return each with the address and the port that it got
  default List<PublishedPort> holdPorts(List<PublishedPort> ports) {
    return apply(new HostChange.HoldPorts(ports)).ports();
  }

  /// Relays traffic to these ports to the container: [HostChange.RelayPorts].
  default void relayPorts(Ipv4 address, long pid) {
    apply(new HostChange.RelayPorts(address, pid));
  }

  /// Masquerades the container's traffic: [HostChange.Masquerade].
  default void masquerade(Ipv4Prefix source, String exceptInterface) {
    apply(new HostChange.Masquerade(source, exceptInterface));
  }
}
