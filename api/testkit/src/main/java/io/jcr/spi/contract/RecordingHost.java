package io.jcr.spi.contract;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.Ipv4Prefix;
import io.jcr.spi.CommandResult;
import io.jcr.spi.ContainerLink;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostCommand;
import io.jcr.spi.HostFacts;
import io.jcr.spi.VethPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// A host on which nothing happens: it writes down what it is asked for, knows what would exist now
/// and on whose behalf, and can be told to fail at the N-th change. Several containers of one host
/// are made with [#another].
public final class RecordingHost implements Host {
  /// One change that was asked for.
  ///
  /// @param method the method of [Host]
  /// @param arguments its arguments
  public record Call(String method, List<Object> arguments) {
    @Override
    public String toString() {
      return method + arguments.stream().map(Object::toString).toList();
    }

    /// The argument at `index`.
    public <T> T argument(int index, Class<T> type) {
      return type.cast(arguments.get(index));
    }
  }

  private final String id;
  private final HostFacts facts;
  private final ContainerPaths paths;

  /// What exists, such as `cgroup /sys/fs/cgroup/c1`: the container whose end removes it.
  private final Map<String, String> owners;

  private final List<Call> calls = new ArrayList<>();
  private Function<HostCommand, Optional<CommandResult>> programs = command -> Optional.empty();
  private int failing = -1;
  private int errno;

  private RecordingHost(
      String id, HostFacts facts, ContainerPaths paths, Map<String, String> owners) {
    this.id = id;
    this.facts = facts;
    this.paths = paths;
    this.owners = owners;
  }

  /// A host without other containers.
  ///
  /// @param id the container on whose behalf it is asked
  public static RecordingHost of(String id, HostFacts facts) {
    return new RecordingHost(id, facts, usualPaths(id), new TreeMap<>());
  }

  /// The same, with the container's own places below `directory`, where they exist.
  public static RecordingHost below(Path directory, String id, HostFacts facts) {
    Path state = directory.resolve("run").resolve(id);
    ContainerPaths paths =
        new ContainerPaths(state, directory.resolve("lib").resolve(id), state.resolve("rootfs"));
    try {
      Files.createDirectories(paths.rootMount());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RecordingHost(id, facts, paths, new TreeMap<>());
  }

  private static ContainerPaths usualPaths(String id) {
    Path state = Path.of("/run/jcr/containers", id);
    return new ContainerPaths(
        state, Path.of("/var/lib/jcr/containers", id), state.resolve("rootfs"));
  }

  /// The same host for another container: what one has is taken for the other.
  public RecordingHost another(String otherId) {
    return new RecordingHost(otherId, facts, usualPaths(otherId), owners);
  }

  /// What exists on this host now because containers asked for it, and whose it is.
  public Map<String, String> holds() {
    return new TreeMap<>(owners);
  }

  /// The container has ended: what was made for it goes, and no more.
  public void undo() {
    owners.values().removeIf(id::equals);
  }

  /// Lets the change number `call`, counted from 1, fail with `error`.
  ///
  /// @return this
  public RecordingHost failingAt(int call, int error) {
    failing = call;
    errno = error;
    return this;
  }

  /// Lets programs answer; else, as in a dry run, there is no answer.
  ///
  /// @return this
  public RecordingHost answering(Function<HostCommand, Optional<CommandResult>> answers) {
    programs = answers;
    return this;
  }

  /// The changes so far, in order, the failed one included.
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /// The changes asked for by one method of [Host].
  public List<Call> calls(String method) {
    return calls.stream().filter(c -> c.method().equals(method)).toList();
  }

  /// The values of `setCgroupFile` and `setSysctl` by file, the last one of each.
  public Map<Path, String> writes() {
    Map<Path, String> writes = new HashMap<>();
    Stream.concat(calls("setCgroupFile").stream(), calls("setSysctl").stream())
        .forEach(c -> writes.put(c.argument(0, Path.class), c.argument(1, String.class)));
    return writes;
  }

  @Override
  public HostFacts facts() {
    return facts;
  }

  @Override
  public ContainerPaths paths() {
    return paths;
  }

  @Override
  public void createDirectory(Path directory, int mode) {
    record("createDirectory", directory, mode);
    owners.putIfAbsent("directory " + directory, id);
  }

  @Override
  public void createFile(Path file, String content, int mode) {
    record("createFile", file, content, mode);
    take("file " + file, "open", file);
  }

  @Override
  public void replaceFile(Path file, String content, int mode) {
    record("replaceFile", file, content, mode);
    owners.putIfAbsent("file " + file, id);
  }

  @Override
  public void removeFile(Path file) {
    record("removeFile", file);
    owners.remove("file " + file, id);
  }

  @Override
  public void createNetworkNamespace(Path file) {
    record("createNetworkNamespace", file);
    take("netns " + file, "open", file);
  }

  @Override
  public Optional<CommandResult> execute(HostCommand command) {
    record("execute", command);
    return programs.apply(command);
  }

  @Override
  public Optional<CommandResult> execute(HostCommand command, HostCommand undo) {
    record("execute", command, undo);
    return programs.apply(command);
  }

  @Override
  public void createCgroup(Path directory) {
    record("createCgroup", directory);
    take("cgroup " + directory, "mkdir", directory);
  }

  @Override
  public void setCgroupFile(Path file, String value) {
    record("setCgroupFile", file, value);
  }

  @Override
  public void setSysctl(Path file, String value) {
    record("setSysctl", file, value);
  }

  @Override
  public Optional<String> lease(String pool, String key) {
    record("lease", pool, key);
    String holder = owners.putIfAbsent("lease " + pool + " " + key, id);
    return Optional.ofNullable(holder);
  }

  @Override
  public void ensureBridge(String name, Ipv4Prefix address) {
    record("ensureBridge", name, address);
  }

  @Override
  public void createLink(ContainerLink link) {
    record("createLink", link);
  }

  @Override
  public void createVeth(VethPair pair) {
    record("createVeth", pair);
    take("link " + pair.hostName(), "RTM_NEWLINK", pair.hostName());
  }

  @Override
  public void masquerade(Ipv4Prefix source, String exceptInterface) {
    record("masquerade", source, exceptInterface);
  }

  private void take(String thing, String call, Object object) {
    if (owners.putIfAbsent(thing, id) != null) {
      throw new ErrnoException(call, object.toString(), Errno.EEXIST);
    }
  }

  private void record(String method, Object... arguments) {
    calls.add(new Call(method, List.of(arguments)));
    if (calls.size() == failing) {
      throw new ErrnoException(method, arguments[0].toString(), errno == 0 ? Errno.EIO : errno);
    }
  }
}
