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
  /// @param by who did it
  /// @param backend who asked for it, such as `network veth`
  /// @param call what was done
  /// @param undo the journal's lines that undo it
  /// @param begin CLOCK_MONOTONIC, nanoseconds
  /// @param end CLOCK_MONOTONIC, nanoseconds
  /// @param error the errno's name when it failed, else null
  public record Entry(
      Effect.By by,
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
      Effect.By by,
      String backend,
      Supplier<Words.Call> words,
      List<String> undo,
      long begin,
      long end,
      @Nullable String error) {
    Entry inWords() {
      return new Entry(by, backend, words.get(), undo, begin, end, error);
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
    return wanted ? timed(Effect.By.JCR, backend, () -> words.of(change), make) : make.get();
  }

  /// Does something else and logs it.
  <R> R perform(Effect effect, Supplier<R> make) {
    if (!wanted) {
      return make.get();
    }
    return effect instanceof Effect.UndoEntry undone
        ? timed(
            undone.by(),
            "undo " + JournalText.fields(undone.entry()).getFirst(),
            () -> EffectWords.of(effect),
            make)
        : timed(Effect.By.JCR, backend, () -> EffectWords.of(effect), make);
  }

  private <R> R timed(Effect.By by, String asking, Supplier<Words.Call> words, Supplier<R> make) {
    long begin = System.nanoTime();
    try {
      R answer = make.get();
      add(by, asking, words, begin, null);
      return answer;
    } catch (ErrnoException e) {
      add(by, asking, words, begin, Errno.name(e.errno()));
      throw e;
    }
  }

  private void add(
      Effect.By by, String asking, Supplier<Words.Call> words, long begin, @Nullable String error) {
    long end = System.nanoTime();
    noted.add(new Noted(by, asking, words, List.copyOf(undo), begin, end, error));
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
