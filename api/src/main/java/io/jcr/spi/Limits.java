package io.jcr.spi;

import io.jcr.api.Mount;
import io.jcr.api.op.InitOp;
import java.util.List;

/// The cgroups of one container, ready to be joined.
///
/// @param cloneInto a cgroup v2 directory that the process shall be born in, or empty
/// @param enter operations by which the process joins the others, before its cgroup namespace is
///   made
/// @param mounts how the container sees its own cgroups, read-only
/// @param notes what the supervisor says when the container has ended because of a limit
public record Limits(String cloneInto, List<InitOp> enter, List<Mount> mounts, List<Note> notes) {
  public Limits {
    enter = List.copyOf(enter);
    mounts = List.copyOf(mounts);
    notes = List.copyOf(notes);
  }

  /// Looked at once, after the container's end and before its cgroups are removed: when `file` has
  /// a line `KEY N` with N above 0 (or, with an empty key, holds such a number), `text` is printed
  /// to standard error.
  ///
  /// @param file such as a cgroup's `memory.events`
  /// @param key such as `oom_kill`
  /// @param peakFile a file with a number of bytes that replaces `%p` in the text, as MiB; may be
  ///   empty
  /// @param text one sentence
  public record Note(String file, String key, String peakFile, String text) {}
}
