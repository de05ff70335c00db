package io.jcr.verify;

import io.jcr.linux.LinuxHostFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.AssertionFailedError;

/// A container without a connection that waits: a network namespace to which something can be
/// attached.
///
/// @param run the jcr that runs it
/// @param pid its process
record Neighbour(JcrRun run, long pid) implements AutoCloseable {
  private static final Pattern PID = Pattern.compile("\"pid\"\\s*:\\s*([0-9]+)");

  /// Starts it, for networks; others get none.
  static Neighbour start(Subject subject) throws IOException, InterruptedException {
    if (subject.kind() != Kind.NETWORK) {
      return new Neighbour(JcrRun.start(subject, "--version"), 0);
    }
    JcrRun run =
        JcrRun.start(
            subject,
            "run",
            "--name=neighbour",
            "--net=jcr-network/none", // the subject may be called so
            "--",
            "/bin/sh",
            "-c",
            "echo up; read end");
    run.awaitOutput("up");
    Path state = JcrRun.stateRoot(subject).resolve("containers/neighbour/state.json");
    Matcher pid = PID.matcher(new LinuxHostFacts().read(state).orElse(""));
    if (!pid.find()) {
      run.stop();
      throw new AssertionFailedError(state + " does not tell the pid");
    }
    return new Neighbour(run, Long.parseLong(pid.group(1)));
  }

  @Override
  public void close() throws IOException {
    try {
      run.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
