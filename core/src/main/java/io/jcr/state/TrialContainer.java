package io.jcr.state;

import io.jcr.host.LinuxHost;
import io.jcr.host.UndoJournal;
import io.jcr.linux.Libc;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// A container that backends prepare but that never starts. The changes to the real host are in an
/// undo journal, to test whether all of them are undone.
public final class TrialContainer implements AutoCloseable {
  private final LinuxHost linux;
  private final Host host;
  private final UndoJournal journal;

  private TrialContainer(LinuxHost linux, Host host, UndoJournal journal) {
    this.linux = linux;
    this.host = host;
    this.journal = journal;
  }

  /// Creates its directory and its journal.
  ///
  /// @param root a state root for this container alone
  /// @param between a host between the journal and the kernel; a change that fails there is already
  ///   in the journal
  public static TrialContainer create(
      Libc libc, HostFacts facts, StateRoot root, String id, UnaryOperator<Host> between) {
    ContainerPaths paths = root.paths(id);
    LinuxHost linux = new LinuxHost(libc, facts, paths, root.leases());
    linux.createDirectory(paths.state(), 0711);
    UndoJournal journal = UndoJournal.create(libc, root.journal(id));
    journal.append("tree", paths.state());
    linux.createDirectory(paths.rootMount(), 0755);
    Host host = HostChain.journalled(between.apply(linux), journal, root, false, libc);
    return new TrialContainer(linux, host, journal);
  }

  /// The host for its backends.
  public Host host() {
    return host;
  }

  /// The journal, which `jcr-init undo` runs.
  public Path journal() {
    return journal.file();
  }

  @Override
  public void close() {
    journal.close();
    linux.close();
  }
}
