package io.jcr.spi;

import io.jcr.api.ContainerState;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.PublishedPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The only door through which a backend changes the host, on behalf of one container. Every change
/// is undone when the container ends, in reverse order, also after a crash: a backend writes no
/// teardown code. Not thread-safe.
///
/// A change is data, a [HostChange], which says what it does and how it is undone. The methods
/// after [#apply] are shorthands: each builds the change of its name and applies it. A host
/// implements `apply`, and none of them.
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

  /// Makes a change.
  ///
  /// @return the change's answer
  /// @throws io.jcr.api.ErrnoException when the kernel refuses; what was changed before is undone
  ///   by the pipeline
  <R> R apply(HostChange<R> change);

  /// Makes a directory that goes whenever the container stops: [HostChange.CreateDirectory].
  ///
  /// @param mode permission bits
  default void createScratchDirectory(Path directory, int mode) {
    apply(new HostChange.CreateDirectory(directory, mode, true));
  }

  /// Makes a directory: [HostChange.CreateDirectory].
  ///
  /// @param mode permission bits
  default void createDirectory(Path directory, int mode) {
    apply(new HostChange.CreateDirectory(directory, mode));
  }

  /// Makes a file that does not exist yet: [HostChange.CreateFile].
  ///
  /// @param mode permission bits
  default void createFile(Path file, String content, int mode) {
    apply(new HostChange.CreateFile(file, content, mode));
  }

  /// Gives a file in the container's own directory another content: [HostChange.ReplaceFile].
  default void replaceFile(Path file, String content, int mode) {
    apply(new HostChange.ReplaceFile(file, content, mode));
  }

  /// Removes a file from the container's own directory: [HostChange.RemoveFile].
  default void removeFile(Path file) {
    apply(new HostChange.RemoveFile(file));
  }

  /// Makes a network namespace without a process in it: [HostChange.CreateNetworkNamespace].
  default void createNetworkNamespace(Path file) {
    apply(new HostChange.CreateNetworkNamespace(file));
  }

  /// Runs a program of the host that changes nothing, and waits for its end: [HostChange.Execute].
  ///
  /// @return empty when this host only pretends
  default Optional<CommandResult> execute(HostCommand command) {
    return apply(new HostChange.Execute(command, null));
  }

  /// Runs a program of the host whose changes are undone by another one: [HostChange.Execute].
  ///
  /// @return empty when this host only pretends
  default Optional<CommandResult> execute(HostCommand command, HostCommand undo) {
    return apply(new HostChange.Execute(command, undo));
  }

  /// Makes a cgroup: [HostChange.CreateCgroup].
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

  /// Takes `key` from a pool that all containers of this host share: [HostChange.Lease].
  ///
  /// @return empty when it is now this container's, else the id of the container that has it
  default Optional<String> lease(String pool, String key) {
    return apply(new HostChange.Lease(pool, key));
  }

  /// Makes a bridge with an address if it does not exist: [HostChange.EnsureBridge].
  default void ensureBridge(String name, Ipv4Prefix address) {
    apply(new HostChange.EnsureBridge(name, address));
  }

  /// Makes a veth pair: [HostChange.CreateVeth].
  default void createVeth(VethPair pair) {
    apply(new HostChange.CreateVeth(pair));
  }

  /// Drops what a container sends in another's name: [HostChange.FilterPort].
  default void filterPort(String link, MacAddress mac, Ipv4 address) {
    apply(new HostChange.FilterPort(link, mac, address));
  }

  /// Makes an interface in the container's network namespace: [HostChange.CreateLink].
  default void createLink(ContainerLink link) {
    apply(new HostChange.CreateLink(link));
  }

  /// Takes ports of the host for the container: [HostChange.HoldPorts].
  ///
  /// @return each with the address and the port that it has got
  default List<PublishedPort> holdPorts(List<PublishedPort> ports) {
    return apply(new HostChange.HoldPorts(ports)).ports();
  }

  /// Relays what comes to these ports to the container: [HostChange.RelayPorts].
  default void relayPorts(Ipv4 address, long pid) {
    apply(new HostChange.RelayPorts(address, pid));
  }

  /// Masquerades what the container sends: [HostChange.Masquerade].
  default void masquerade(Ipv4Prefix source, String exceptInterface) {
    apply(new HostChange.Masquerade(source, exceptInterface));
  }
}
