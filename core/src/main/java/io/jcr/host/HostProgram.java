package io.jcr.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.spi.CommandResult;
import io.jcr.spi.HostCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs programs on the host.
///
/// `jcr-init exec` starts the program: it binds itself to this thread (PR_SET_PDEATHSIG) and then
/// execs it. So when jcr is killed while a program runs, the program is gone before the supervisor
/// begins to undo what it did.
final class HostProgram {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /// How long to wait for output from anything a program leaves running with its pipes open.
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final int MAX_OUTPUT = 1 << 20;
  private static final int BUFFER = 1 << 13;

  private final Path init;

  /// @param init the program jcr-init
  HostProgram(Path init) {
    this.init = init;
  }

  /// Runs it to completion.
  CommandResult run(HostCommand command) {
    Process process = start(command);
    try {
      Output output = Output.of(process.getInputStream());
      Output errors = Output.of(process.getErrorStream());
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ErrnoException("execute", command.program().toString(), Errno.ETIMEDOUT);
      }
      return new CommandResult(process.exitValue(), output.text(), errors.text());
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

  /// A program's output. All of it is read as it comes, or the program would block.
  ///
  /// @param kept its beginning
  /// @param reader ends when nothing can write more output
  private record Output(ByteArrayOutputStream kept, Thread reader) {
    static Output of(InputStream from) {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      Thread reader =
          Thread.ofPlatform().daemon().name("output of a program").start(() -> read(from, kept));
      return new Output(kept, reader);
    }

    private static void read(InputStream from, ByteArrayOutputStream kept) {
      byte[] part = new byte[BUFFER];
      try {
        for (int n = from.read(part); n >= 0; n = from.read(part)) {
          kept.write(part, 0, Math.min(n, MAX_OUTPUT - kept.size()));
        }
      } catch (IOException e) {
        // Whatever was read so far will have to do.
      }
    }

    String text() throws InterruptedException {
      reader.join(LINGER);
      return kept.toString(UTF_8);
    }
  }
}
