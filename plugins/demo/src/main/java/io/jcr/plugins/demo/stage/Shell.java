package io.jcr.plugins.demo.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.plugins.demo.model.Line;
import io.jcr.plugins.demo.model.View;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A shell that commands are typed into, in a container or on the host, with what it has shown so
/// far.
///
/// Commands go through its standard input, one at a time. Each is followed by an `echo` of a marker
/// that tells that the command has ended, and how. Programs in the background may write at any
/// time.
public final class Shell {
  private static final String MARK = "@@jcr-demo ";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String title;
  private final String prompt;
  private final Process process;
  private final List<Line> lines = new ArrayList<>();
  private int marks;
  private int marksSeen;
  private int status;
  private boolean ended;

  /// @param title whose view it is
  /// @param process a shell whose error output goes to the same place as its output
  Shell(String title, String prompt, Process process) {
    this.title = title;
    this.prompt = prompt;
    this.process = process;
    Thread.ofVirtual().name(title).start(this::listen);
  }

  private void listen() {
    try (BufferedReader output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      hear(e.toString()); // shown as what it is: the shell was torn away
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }

  private synchronized void hear(String line) {
    int mark = line.indexOf(MARK);
    if (mark < 0) {
      lines.add(Line.said(line));
    } else {
      if (mark > 0) { // the program did not terminate its last line
        lines.add(Line.said(line.substring(0, mark)));
      }
      marksSeen++;
      status = Integer.parseInt(line.substring(mark + MARK.length()).strip());
    }
    notifyAll();
  }

  /// Types a command and waits until it has ended.
  public Said type(String command) throws InterruptedException, CannotBeShown {
    return type(command, LIMIT);
  }

  /// Types a command that may take long, and waits until it has ended.
  public Said type(String command, Duration limit) throws InterruptedException, CannotBeShown {
    awaitStart(); // jcr's own messages at the start are not the command's output
    synchronized (this) {
      lines.add(Line.typed(command));
    }
    return ask(command, limit);
  }

  /// Types a command that the rest of the scene needs.
  ///
  /// @throws CannotBeShown with its output, if it fails
  public Said typeWell(String command) throws InterruptedException, CannotBeShown {
    Said said = type(command);
    if (said.status() != 0) {
      throw new CannotBeShown(command + ": " + String.join("; ", said.lines()));
    }
    return said;
  }

  /// Types a command that may be the last: the kernel may kill everything in the container with it.
  /// Then the exit status is that of `jcr run`, and everything has been undone.
  public Said typeLast(String command) throws InterruptedException, CannotBeShown {
    awaitStart();
    synchronized (this) {
      lines.add(Line.typed(command));
    }
    int from = begin(command);
    synchronized (this) {
      awaitThat(command, LIMIT, () -> (marksSeen == marks || ended) ? Boolean.TRUE : null);
      if (marksSeen == marks) {
        return new Said(said(from), status);
      }
    }
    int last = process.waitFor();
    hear("jcr run: exit status " + last);
    synchronized (this) {
      return new Said(said(from), last);
    }
  }

  /// Sends a command, followed by the marker.
  ///
  /// @return where its output begins
  private int begin(String command) {
    int from;
    synchronized (this) {
      from = lines.size();
      marks++;
    }
    send(command + "\necho \"" + MARK + "$?\"\n");
    return from;
  }

  private List<String> said(int from) {
    return lines.subList(from, lines.size()).stream().map(Line::text).toList();
  }

  private Said ask(String command, Duration limit) throws InterruptedException, CannotBeShown {
    int from = begin(command);
    synchronized (this) {
      awaitThat(command, limit, () -> marksSeen == marks ? Boolean.TRUE : null);
      return new Said(said(from), status);
    }
  }

  /// Waits until the last program started in the background is actually running: until then, its
  /// process is a copy of the shell. Not shown.
  public void awaitProgram(String name) throws InterruptedException, CannotBeShown {
    Said said =
        ask(
            "until grep -q '^" + name + "' /proc/$!/comm || ! kill -0 $!; do :; done 2>/dev/null",
            LIMIT);
    if (!said.lines().isEmpty()) {
      throw new CannotBeShown(title + ": " + said.text());
    }
  }

  /// Waits until the shell itself answers. Not shown.
  void awaitStart() throws InterruptedException, CannotBeShown {
    if (marks == 0) {
      ask(":", LIMIT);
    }
  }

  /// Waits for a line, whichever program in the shell writes it.
  public synchronized String awaitLine(String what, Predicate<String> matches)
      throws InterruptedException, CannotBeShown {
    return awaitThat(
        what,
        LIMIT,
        () ->
            lines.stream()
                .filter(line -> line.kind() == Line.Kind.SAID)
                .map(Line::text)
                .filter(matches)
                .findFirst()
                .orElse(null));
  }

  /// The first line of output so far that contains `part`, or empty text.
  public synchronized String lineWith(String part) {
    return lines.stream()
        .filter(line -> line.kind() == Line.Kind.SAID)
        .map(Line::text)
        .filter(line -> line.contains(part))
        .findFirst()
        .orElse("");
  }

  private interface Ready<T> {
    @Nullable T look();
  }

  private <T> T awaitThat(String what, Duration limit, Ready<T> ready)
      throws InterruptedException, CannotBeShown {
    long deadline = System.nanoTime() + limit.toNanos();
    for (T found = ready.look(); ; found = ready.look()) {
      if (found != null) {
        return found;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (ended) {
        throw new CannotBeShown(lastWords());
      }
      if (left <= 0) {
        throw new CannotBeShown(title + ": no answer within " + limit.toSeconds() + " s: " + what);
      }
      wait(left);
    }
  }

  /// If it has answered nothing yet, there was no shell, and jcr says why; else it was what was
  /// typed last.
  private String lastWords() {
    int from = marksSeen == 0 ? 0 : lastTyped() + 1;
    String said =
        lines.subList(from, lines.size()).stream()
            .filter(line -> line.kind() == Line.Kind.SAID)
            .map(line -> line.text().strip())
            .collect(Collectors.joining("; "));
    return title + ": the shell has ended" + (said.isEmpty() ? "" : ": " + said);
  }

  private int lastTyped() {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).kind() != Line.Kind.SAID) {
        return i;
      }
    }
    return -1;
  }

  private void send(String text) {
    try {
      OutputStream input = process.getOutputStream();
      input.write(text.getBytes(UTF_8));
      input.flush();
    } catch (IOException e) {
      // EPIPE: it has ended; whoever waits for its answer learns so, with its output
    }
  }

  /// What was typed, and the output.
  public synchronized View view() {
    return new View(title, prompt, lines);
  }

  /// Its process; for a container, jcr's supervisor.
  ProcessHandle process() {
    return process.toHandle();
  }

  /// Signals that nothing more will be typed: the shell ends, and with it whatever runs in the
  /// container.
  void leave() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // EPIPE: it has already ended
    }
  }

  /// Waits until it has ended, and kills it if it does not.
  void awaitEnd() {
    if (!endsWithin(5)) {
      kill();
    }
  }

  /// Kills it and what it has started.
  void kill() {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroy(); // jcr's supervisor ends the container and undoes what was created for it
    if (!endsWithin(10)) {
      process.destroyForcibly();
    }
    below.forEach(ProcessHandle::destroy);
  }

  private boolean endsWithin(long seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// The result of a command.
  ///
  /// @param lines its output, and that of background programs in the meantime
  /// @param status its exit status
  public record Said(List<String> lines, int status) {
    /// The lines as one text.
    public String text() {
      return String.join("\n", lines);
    }
  }
}
