package io.jcr.runtime;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What was done to the host, in order: who asked for it, the system calls, their undo, when, and
/// how it ended. `--dry-run` reads the plan from it, `--trace` what happened. A log that nobody
/// wants keeps nothing.
public final class HostLog {
  private final boolean wanted;
  private final List<Noted> noted = new ArrayList<>();
  private final List<String> undo = new ArrayList<>();
  private String backend = "jcr";

  /// An empty log.
  ///
  /// @param wanted whether anyone will read it
  public HostLog(boolean wanted) {
    this.wanted = wanted;
  }

  /// One change.
  ///
  /// @param backend who asked for it, such as `network veth`
  /// @param call what was done
  /// @param undo the journal's lines that undo it
  /// @param begin CLOCK_MONOTONIC, nanoseconds
  /// @param end CLOCK_MONOTONIC, nanoseconds
  /// @param error the errno's name when it failed, else null
  public record Entry(
      String backend,
      HostCall call,
      List<String> undo,
      long begin,
      long end,
      @Nullable String error) {
    public Entry {
      undo = List.copyOf(undo);
    }
  }

  /// An entry before it is put into words: while a container is launched, time matters.
  private record Noted(
      String backend,
      Supplier<HostCall> call,
      List<String> undo,
      long begin,
      long end,
      @Nullable String error) {
    Entry inWords() {
      return new Entry(backend, call.get(), undo, begin, end, error);
    }
  }

  /// What was done so far.
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Noted one : noted) {
      entries.add(one.inWords());
    }
    return entries;
  }

  boolean isWanted() {
    return wanted;
  }

  /// From now on changes are made in the name of `asking`.
  void ask(String asking) {
    backend = asking;
  }

  /// A journal that tells this log what it writes.
  Journal observing(Journal journal) {
    return (verb, arguments) -> {
      if (wanted) {
        undo.add(line(verb, arguments));
      }
      journal.append(verb, arguments);
    };
  }

  /// Makes a change and logs it.
  <T> T perform(Supplier<HostCall> call, Supplier<T> change) {
    if (!wanted) {
      return change.get();
    }
    long begin = System.nanoTime();
    try {
      T result = change.get();
      add(call, begin, null);
      return result;
    } catch (ErrnoException e) {
      add(call, begin, Errno.name(e.errno()));
      throw e;
    }
  }

  private void add(Supplier<HostCall> call, long begin, @Nullable String error) {
    noted.add(new Noted(backend, call, List.copyOf(undo), begin, System.nanoTime(), error));
    undo.clear();
  }

  private static String line(String verb, Object... arguments) {
    StringBuilder line = new StringBuilder(verb);
    for (Object argument : arguments) {
      line.append(' ').append(argument);
    }
    return line.toString();
  }
}
