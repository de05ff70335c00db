package io.jcr.host;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.spi.HostChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Changes made to the host, in order: who asked for each, the system calls, their undo, when, and
/// how each ended. `--dry-run` reads the plan from it; `--trace` reads what happened. A log that
/// nobody wants keeps nothing.
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
      Words.Call call,
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
      Words words,
      HostChange<?> change,
      List<String> undo,
      long begin,
      long end,
      @Nullable String error) {
    Entry inWords() {
      return new Entry(backend, words.of(change), undo, begin, end, error);
    }
  }

  /// The changes so far.
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Noted one : noted) {
      entries.add(one.inWords());
    }
    return entries;
  }

  /// Whether anyone will read it.
  public boolean isWanted() {
    return wanted;
  }

  /// From now on, changes are made on behalf of `asking`.
  public void ask(String asking) {
    backend = asking;
  }

  /// A journal that also reports what it writes to this log.
  public Journal observing(Journal journal) {
    return (verb, arguments) -> {
      if (wanted) {
        undo.add(line(verb, arguments));
      }
      journal.append(verb, arguments);
    };
  }

  /// Makes a change and logs it.
  <R> R perform(Words words, HostChange<R> change, Supplier<R> make) {
    if (!wanted) {
      return make.get();
    }
    long begin = System.nanoTime();
    try {
      R answer = make.get();
      add(words, change, begin, null);
      return answer;
    } catch (ErrnoException e) {
      add(words, change, begin, Errno.name(e.errno()));
      throw e;
    }
  }

  private void add(Words words, HostChange<?> change, long begin, @Nullable String error) {
    long end = System.nanoTime();
    noted.add(new Noted(backend, words, change, List.copyOf(undo), begin, end, error));
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
