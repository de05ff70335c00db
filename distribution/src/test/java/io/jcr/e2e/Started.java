package io.jcr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process that a test has started: jcr, or one of the host. Closing it ends it.
final class Started implements AutoCloseable {
  private final List<String> command;
  private final Process process;
  private final Transcript output;
  private final Transcript errors;

  Started(List<String> command, Process process) {
    this.command = List.copyOf(command);
    this.process = process;
    this.output = Transcript.of("standard output", process.getInputStream());
    this.errors = Transcript.of("standard error", process.getErrorStream());
  }

  List<String> command() {
    return command;
  }

  /// The process itself: for jcr its supervisor.
  Proc proc() {
    return new Proc(process.pid());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Transcript output() {
    return output;
  }

  Transcript errors() {
    return errors;
  }

  /// Waits for the next line on standard output that `regex` matches as a whole.
  String awaitLine(String regex) {
    try {
      return output.awaitLine(regex);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\nand on standard error:\n" + errors.text(), e);
    }
  }

  /// Writes to its standard input. That it does not listen is no concern of the test.
  void type(String text) {
    try {
      OutputStream input = process.getOutputStream();
      input.write(text.getBytes(UTF_8));
      input.flush();
    } catch (IOException e) {
      // EPIPE
    }
  }

  void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // EPIPE
    }
  }

  void signal(int signal) {
    LibC.kill(process.pid(), signal);
  }

  /// PID 1 of the container that this jcr runs; waits until the JVM is gone.
  Proc container() {
    return Await.value(
        "only the container's process is left below jcr " + process.pid(),
        () -> {
          if (!process.isAlive()) {
            return fail("jcr has ended: " + awaitEnd());
          }
          List<Proc> children = proc().children();
          return children.size() == 1 && isContained(children.getFirst())
              ? Optional.of(children.getFirst())
              : Optional.empty();
        });
  }

  /// The JVM that plans, while it is there.
  Optional<Proc> java() {
    return proc().children().stream().filter(child -> !isContained(child)).findFirst();
  }

  /// PID 1 of the container as soon as it exists.
  Optional<Proc> contained() {
    return proc().children().stream().filter(Started::isContained).findFirst();
  }

  private static boolean isContained(Proc child) {
    String own = Proc.self().link("ns/pid").orElseThrow();
    return child.link("ns/pid").filter(theirs -> !theirs.equals(own)).isPresent();
  }

  boolean endsWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Waits for its end.
  Result awaitEnd() {
    if (!endsWithin(Await.LIMIT)) {
      return fail(
          String.join(" ", command)
              + " does not end; output so far:\n"
              + output.text()
              + errors.text());
    }
    return new Result(command, process.exitValue(), output.awaitEnd(), errors.awaitEnd());
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      if (!endsWithin(Await.LIMIT)) {
        process.destroyForcibly();
        fail(String.join(" ", command) + " does not end on SIGTERM");
      }
    }
  }
}
