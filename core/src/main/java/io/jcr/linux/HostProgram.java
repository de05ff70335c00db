package io.jcr.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.spi.CommandResult;
import io.jcr.spi.HostCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs programs of the host.
///
/// Between jcr and the program is `jcr-init exec`, which becomes the program after it has bound
/// itself to this thread (PR_SET_PDEATHSIG): when jcr is killed while a program works, the program
/// is not there any more when the supervisor begins to undo what it has done.
final class HostProgram {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /// For what a program leaves running with its pipes open.
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final int MAX_OUTPUT = 1 << 20;

  private final Path init;

  /// @param init the program jcr-init
  HostProgram(Path init) {
    this.init = init;
  }

  /// Runs it to its end.
  CommandResult run(HostCommand command) {
    Process process = start(command);
    try {
      FutureTask<String> output = reading(process.getInputStream());
      FutureTask<String> errors = reading(process.getErrorStream());
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ErrnoException("execute", command.program().toString(), Errno.ETIMEDOUT);
      }
      return new CommandResult(process.exitValue(), text(output), text(errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(HostCommand command) {
    List<String> words = new ArrayList<>();
    words.add(init.toString());
    words.add("exec");
    words.add(Long.toString(ProcessHandle.current().pid()));
    words.add(command.program().toString());
    words.addAll(command.arguments());
    ProcessBuilder builder = new ProcessBuilder(words).redirectInput(command.input().toFile());
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new HostException(
          "execute " + command.program() + " by " + init + ": " + e.getMessage());
    }
  }

  private static FutureTask<String> reading(InputStream from) {
    FutureTask<String> task =
        new FutureTask<>(() -> new String(from.readNBytes(MAX_OUTPUT), UTF_8));
    Thread.ofPlatform().daemon().name("output of a program").start(task);
    return task;
  }

  private static String text(FutureTask<String> reading) throws InterruptedException {
    try {
      return reading.get(LINGER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return "";
    }
  }
}
