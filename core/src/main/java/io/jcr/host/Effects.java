package io.jcr.host;

import io.jcr.api.HostException;
import io.jcr.linux.FileFailure;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostFacts;
import io.jcr.spi.PretendedChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What a command does to existing containers goes through here, one [Effect] after the other: it
/// is done; or done and logged, for `--trace`; or only logged, for `explain`. The command does not
/// know which.
public final class Effects {
  private final HostLog log;
  private final boolean pretended;

  private Effects(HostLog log, boolean pretended) {
    this.log = log;
    this.pretended = pretended;
  }

  /// Does everything, and logs nothing.
  public static Effects made() {
    return new Effects(new HostLog(false), false);
  }

  /// Does everything, and logs it to `log`.
  public static Effects observed(HostLog log) {
    return new Effects(log, false);
  }

  /// Does nothing, but logs to `log` what would be done.
  public static Effects pretended(HostLog log) {
    return new Effects(log, true);
  }

  /// From now on, things are done on behalf of `asking`.
  public void ask(String asking) {
    log.ask(asking);
  }

  /// Does something.
  public void perform(Effect effect, Runnable make) {
    perform(
        effect,
        () -> true,
        () -> {
          make.run();
          return true;
        });
  }

  /// Does something that has an answer.
  ///
  /// @param expected the answer if it is not done; it may throw what `make` would
  public <R> R perform(Effect effect, Supplier<R> expected, Supplier<R> make) {
    return log.perform(effect, pretended ? expected : make);
  }

  /// Waits while the supervisor runs the undo journal.
  ///
  /// @param entries those that it had before, from [#entries]
  public void awaitUndo(Path journal, List<String> entries, Runnable make) {
    perform(new Effect.AwaitUndo(journal, entries.size()), make);
    tell(Effect.By.SUPERVISOR, entries);
  }

  /// Has jcr-init run journals.
  ///
  /// @param expected the answer if that is not done; it may throw what `make` would
  public <R> R reclaim(List<Path> journals, Supplier<R> expected, Supplier<R> make) {
    List<Path> present =
        log.isWanted() ? journals.stream().filter(Files::exists).toList() : journals;
    List<String> entries = new ArrayList<>();
    for (Path journal : present.reversed()) {
      entries.addAll(entries(journal));
    }
    if (present.isEmpty()) { // the supervisor has already removed everything
      return (pretended ? expected : make).get();
    }
    R answer = perform(new Effect.Reclaim(present, entries.size()), expected, make);
    tell(Effect.By.INIT, entries);
    return answer;
  }

  /// Writes to a file of the kernel's.
  ///
  /// @param facts reads its former content, if anyone wants to know
  public void write(Path file, String value, HostFacts facts, Runnable make) {
    String former = log.isWanted() ? facts.read(file).map(String::strip).orElse(null) : null;
    perform(new Effect.Write(file, value, former), make);
  }

  /// A host whose changes are such things, too.
  ///
  /// @param host makes them
  /// @param leases where the lease pools are
  public Host host(Host host, Path leases) {
    if (!log.isWanted()) {
      return host;
    }
    Host made =
        pretended ? new PretendedHost(host.facts(), host.paths(), new PretendedChanges()) : host;
    return new EffectiveHost(this, made, new ObservedHost(made, log, new Words(leases)));
  }

  /// Logs a change of a cgroup's file with the content that it replaces.
  private record EffectiveHost(Effects effects, Host made, Host observed) implements Host {
    @Override
    public HostFacts facts() {
      return made.facts();
    }

    @Override
    public ContainerPaths paths() {
      return made.paths();
    }

    @Override
    public <R> R apply(HostChange<R> change) {
      if (!(change instanceof HostChange.SetCgroupFile set)) {
        return observed.apply(change);
      }
      String former = facts().read(set.file()).map(String::strip).orElse(null);
      Effect write = new Effect.Write(set.file(), set.value(), former);
      return effects.log.perform(write, () -> made.apply(change));
    }
  }

  /// The entries of a journal, if anyone wants to know.
  public List<String> entries(Path journal) {
    if (!log.isWanted()) {
      return List.of();
    }
    try {
      return JournalText.of(Files.readAllBytes(journal)).entries();
    } catch (NoSuchFileException e) {
      return List.of(); // it has just been run
    } catch (IOException e) {
      throw new HostException("read " + journal + ": " + FileFailure.reason(e));
    }
  }

  /// The entries one by one, as they would be run. When they are run, nobody says when each was.
  private void tell(Effect.By by, List<String> entries) {
    if (pretended) {
      for (String entry : entries.reversed()) {
        perform(new Effect.UndoEntry(by, entry), () -> {});
      }
    }
  }
}
