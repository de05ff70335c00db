package io.jcr.spi;

import io.jcr.api.Mount;
import io.jcr.api.op.InitOp;
import java.util.List;

/// The cgroups of one container, ready to be joined.
///
/// @param cloneInto a cgroup v2 directory in which the process is created, or empty
/// @param enter operations by which the process joins the others, before it gets its cgroup
///   namespace
/// @param mounts how the container sees its own cgroups, read-only
/// @param notes what the supervisor prints when a limit has ended the container
public record Limits(String cloneInto, List<InitOp> enter, List<Mount> mounts, List<Note> notes) {
  public Limits {
    enter = List.copyOf(enter);
    mounts = List.copyOf(mounts);
    notes = List.copyOf(notes);
  }

  /// Checked once, after the container's end and before its cgroups are removed: if `file` has a
  /// line `KEY N` with N above 0, `text` is printed to standard error. With an empty key, the file
  /// holds just the number.
  ///
  /// @param file such as a cgroup's `memory.events`
  /// @param key such as `oom_kill`
  /// @param peakFile a file that holds a number of bytes, which replaces `%p` in the text, as MiB;
  ///   may be empty
  /// @param text one sentence
  public record Note(String file, String key, String peakFile, String text) {}
}
