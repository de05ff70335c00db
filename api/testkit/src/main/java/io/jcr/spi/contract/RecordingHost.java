package io.jcr.spi.contract;

import io.jcr.api.ContainerState;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.spi.CommandResult;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostChange.Done;
import io.jcr.spi.HostCommand;
import io.jcr.spi.HostFacts;
import io.jcr.spi.PretendedChanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A host that changes nothing. It records the changes, tracks what would now exist and for which
/// container, and can fail at the N-th change. [#another] returns the same host for another
/// container.
public final class RecordingHost implements Host {
  /// One requested change.
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

  /// Maps what exists, such as `cgroup /sys/fs/cgroup/c1`, to the container whose end removes it.
  private final Map<String, String> owners;

  private final Effects effects = new Effects();
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, ContainerState> containers = new TreeMap<>();
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

  /// A host with no other containers.
  ///
  /// @param id the container for which changes are made
  public static RecordingHost of(String id, HostFacts facts) {
    return new RecordingHost(id, facts, usualPaths(id), new TreeMap<>());
  }

  /// The same, with the container's own directories below `directory`, where they exist.
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

  /// Adds a running container to this host.
  public RecordingHost running(ContainerState state) {
    containers.put(state.id(), state);
    return this;
  }

  @Override
  public Optional<ContainerState> container(String other) {
    return Optional.ofNullable(containers.get(other));
  }

  /// The same host for another container: what one of them holds, the other cannot get.
  public RecordingHost another(String otherId) {
    return new RecordingHost(otherId, facts, usualPaths(otherId), owners);
  }

  /// What now exists on this host because containers asked for it, by its owner.
  public Map<String, String> holds() {
    return new TreeMap<>(owners);
  }

  /// Ends the container: removes what was made for it, and nothing else.
  public void undo() {
    owners.values().removeIf(id::equals);
  }

  /// Makes change number `call`, counted from 1, fail with `error`.
  ///
  /// @return this
  public RecordingHost failingAt(int call, int error) {
    failing = call;
    errno = error;
    return this;
  }

  /// Provides results for programs; without it there are none, as in a dry run.
  ///
  /// @return this
  public RecordingHost answering(Function<HostCommand, Optional<CommandResult>> answers) {
    programs = answers;
    return this;
  }

  /// The changes so far, in order, including a failed one.
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /// The changes requested by one method of [Host].
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
  public Set<String> leased(String pool) {
    String prefix = "lease " + pool + " ";
    return owners.keySet().stream()
        .filter(owned -> owned.startsWith(prefix))
        .map(owned -> owned.substring(prefix.length()))
        .collect(Collectors.toSet());
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
  public <R> R apply(HostChange<R> change) {
    List<Object> arguments = arguments(change);
    calls.add(new Call(change.verb(), arguments));
    if (calls.size() == failing) {
      throw new ErrnoException(
          change.verb(), arguments.getFirst().toString(), errno == 0 ? Errno.EIO : errno);
    }
    return change.accept(effects);
  }

  /// The components of the change's record, except nulls and flags that are not set.
  private static List<Object> arguments(HostChange<?> change) {
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : change.getClass().getRecordComponents()) {
      try {
        Object argument = component.getAccessor().invoke(change);
        if (argument != null && !argument.equals(false)) {
          arguments.add(argument);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(change + " cannot be read", e);
      }
    }
    return arguments;
  }

  /// Tracks what exists after a change, and makes a change fail whose object already exists.
  private final class Effects extends PretendedChanges {
    @Override
    public Done visit(HostChange.CreateDirectory change) {
      owners.putIfAbsent("directory " + change.directory(), id);
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.CreateSnapshot change) {
      owners.putIfAbsent("directory " + change.directory(), id);
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.CreateFile change) {
      return take("file " + change.file(), "open", change.file());
    }

    @Override
    public Done visit(HostChange.ReplaceFile change) {
      owners.putIfAbsent("file " + change.file(), id);
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.RemoveFile change) {
      owners.remove("file " + change.file(), id);
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.CreateNetworkNamespace change) {
      return take("netns " + change.file(), "open", change.file());
    }

    @Override
    public Optional<CommandResult> visit(HostChange.Execute change) {
      return programs.apply(change.command());
    }

    @Override
    public Done visit(HostChange.CreateCgroup change) {
      return take("cgroup " + change.directory(), "mkdir", change.directory());
    }

    @Override
    public Optional<String> visit(HostChange.Lease change) {
      String lease = "lease " + change.pool() + " " + change.key();
      return Optional.ofNullable(owners.putIfAbsent(lease, id));
    }

    @Override
    public Done visit(HostChange.CreateVeth change) {
      String name = change.pair().hostName();
      return take("link " + name, "RTM_NEWLINK", name);
    }

    private Done take(String thing, String call, Object object) {
      if (owners.putIfAbsent(thing, id) != null) {
        throw new ErrnoException(call, object.toString(), Errno.EEXIST);
      }
      return Done.DONE;
    }
  }
}
