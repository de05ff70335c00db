package io.jcr.plugins.bench.vm;

import io.jcr.api.HostException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a guest prints on its console, line by line, with the time at which each line arrived.
/// Lines that begin with `boot-mark` or `vm-mark` are [Mark]s; the last of the others are kept for
/// the message if something goes wrong.
final class GuestConsole {
  /// Steps of a guest, each reported once.
  enum Mark {
    /// `boot-mark GUEST_NANOSECONDS`: the first program.
    FIRST_USER("boot-mark "),
    /// `vm-mark command`: the command is about to run.
    COMMAND("vm-mark command"),
    /// `vm-mark ready`: the server listens.
    READY("vm-mark ready"),
    /// `vm-mark exit STATUS`: the command has ended.
    EXIT("vm-mark exit "),
    /// `vm-mark failed WHY`: the command could not be run.
    FAILED("vm-mark failed ");

    private final String prefix;

    Mark(String prefix) {
      this.prefix = prefix;
    }
  }

  /// @param nanos when the line arrived, by [System#nanoTime()]
  /// @param rest what follows the mark's name
  record Seen(long nanos, String rest) {}

  private static final int KEPT_LINES = 20;

  private final Map<Mark, Seen> seen = new EnumMap<>(Mark.class);
  private final Deque<String> last = new ArrayDeque<>();
  private boolean ended;

  /// Reads to the end of the stream, in its own thread.
  void follow(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line, System.nanoTime());
      }
    } catch (IOException e) {
      // When a process is killed, its stream is closed while being read: that counts as the end.
      take(String.valueOf(e.getMessage()), System.nanoTime());
    } finally {
      end();
    }
  }

  /// Waits for the mark.
  ///
  /// @param deadline by [System#nanoTime()]
  /// @return null when the deadline has passed
  /// @throws HostException when the guest failed, or ended without the mark
  synchronized @Nullable Seen await(Mark mark, long deadline) throws InterruptedException {
    while (true) {
      Seen found = seen.get(mark);
      if (found != null) {
        return found;
      }
      Seen failure = seen.get(Mark.FAILED);
      if (failure != null) {
        throw new HostException("bench vm: " + failure.rest());
      }
      if (ended) {
        throw new HostException("bench vm: the guest ended before its command did" + context());
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      wait(left / 1_000_000 + 1);
    }
  }

  /// The mark, if it has been seen.
  synchronized @Nullable Seen get(Mark mark) {
    return seen.get(mark);
  }

  /// The last lines that are not marks, for a message.
  synchronized String context() {
    return last.isEmpty() ? "" : "; its console ends with: " + String.join(" / ", last);
  }

  private synchronized void take(String line, long now) {
    for (Mark mark : Mark.values()) {
      if (line.startsWith(mark.prefix)) {
        seen.putIfAbsent(mark, new Seen(now, line.substring(mark.prefix.length()).strip()));
        notifyAll();
        return;
      }
    }
    if (!line.isBlank()) {
      last.add(line.strip());
      if (last.size() > KEPT_LINES) {
        last.remove();
      }
    }
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }
}
