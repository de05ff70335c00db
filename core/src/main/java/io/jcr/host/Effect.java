package io.jcr.host;

import io.jcr.api.Hook;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that a command does to an existing container, as data. A [io.jcr.spi.HostChange] makes
/// a part of a container and has an inverse; an effect has none.
public sealed interface Effect {
  /// Who does it.
  enum By {
    /// The JVM.
    JCR,
    /// The container's supervisor, when its first process has ended.
    SUPERVISOR,
    /// This command's own jcr-init, at the JVM's request.
    INIT
  }

  /// Creates an empty file, unless it is there.
  record Mark(Path file) implements Effect {}

  /// Appends a line about `action` to the file of events.
  record Event(Path file, String action) implements Effect {}

  /// Sends a signal to the first process of a container.
  ///
  /// @param supervisor who receives it in its place and passes it on; 0 for nobody
  /// @param late whether it is sent only if the process has not ended in time
  record Signal(long pid, int number, long supervisor, boolean late) implements Effect {}

  /// Waits until a process has ended.
  ///
  /// @param millis how long; negative for no limit
  record AwaitEnd(long pid, long millis) implements Effect {}

  /// Waits until the supervisor has run the undo journal.
  ///
  /// @param entries how many entries it has
  record AwaitUndo(Path journal, int entries) implements Effect {}

  /// Looks whether anyone, such as a restart policy, has started the container again meanwhile.
  record TryLock(Path journal) implements Effect {}

  /// Completes a journal, if it is damaged.
  record Mend(Path journal) implements Effect {}

  /// Has jcr-init run journals.
  ///
  /// @param entries how many entries they have
  record Reclaim(List<Path> journals, int entries) implements Effect {
    public Reclaim {
      journals = List.copyOf(journals);
    }
  }

  /// Runs one entry of a journal.
  ///
  /// @param entry in the form of [JournalText#entries]
  record UndoEntry(By by, String entry) implements Effect {}

  /// Writes to a file of the kernel's.
  ///
  /// @param former its content until then; null if it cannot be read
  record Write(Path file, String value, @Nullable String former) implements Effect {}

  /// Runs a hook of the OCI runtime spec, in jcr's own namespaces.
  ///
  /// @param kind such as `createRuntime`
  record RunHook(String kind, Hook hook) implements Effect {}

  /// Replaces a file by a new one of the same name.
  record Replace(Path file) implements Effect {}
}
