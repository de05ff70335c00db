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

  /// A container that runs on this host.
  public RecordingHost running(ContainerState state) {
    containers.put(state.id(), state);
    return this;
  }

  @Override
  public Optional<ContainerState> container(String other) {
    return Optional.ofNullable(containers.get(other));
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
  public <R> R apply(HostChange<R> change) {
    List<Object> arguments = arguments(change);
    calls.add(new Call(change.verb(), arguments));
    if (calls.size() == failing) {
      throw new ErrnoException(
          change.verb(), arguments.getFirst().toString(), errno == 0 ? Errno.EIO : errno);
    }
    return change.accept(effects);
  }

  /// The components of the change's record, without those that are null and flags that are not set.
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

  /// What exists after a change, and how a change fails whose object exists already.
  private final class Effects extends PretendedChanges {
    @Override
    public Done visit(HostChange.CreateDirectory change) {
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
