package io.jcr.host;

import static java.lang.ProcessBuilder.Redirect.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.spi.CommandResult;
import io.jcr.spi.HostCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs programs on the host.
///
/// `jcr-init exec` starts the program: it binds itself to this thread (PR_SET_PDEATHSIG) and then
/// execs it. So when jcr is killed while a program runs, the program is gone before the supervisor
/// begins to undo what it did. `jcr-init hook` does the same for a program with a name of its own.
public final class HostProgram {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /// How long to wait for output from anything a program leaves running with its pipes open.
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final Path NOTHING = Path.of("/dev/null");
  private static final int MAX_OUTPUT = 1 << 20;
  private static final int BUFFER = 1 << 13;
  private static final int SIGNAL = 128;

  private final Path init;

  /// @param init the program jcr-init
  public HostProgram(Path init) {
    this.init = init;
  }

  /// By the jcr-init of this jcr.
  public static HostProgram installed() {
    return new HostProgram(LinuxHost.INIT);
  }

  /// Runs it to completion.
  CommandResult run(HostCommand command) {
    return await(start(command), command.program(), LIMIT);
  }

  /// Runs a program that reads `input` and answers.
  ///
  /// @param input its standard input, which it need not read
  /// @param limit how long it may take
  /// @throws ErrnoException with ETIMEDOUT when it takes longer; it and what it has started is
  ///   killed
  public CommandResult ask(
      Path program, Map<String, String> environment, byte[] input, Duration limit) {
    HostCommand command = new HostCommand(program, List.of(), environment, NOTHING);
    Process process = start(builder("exec", command).redirectInput(PIPE), program);
    return converse(process, program, input, limit);
  }

  /// Runs a hook: a program that may have another name than its file.
  ///
  /// @param words its arguments, beginning with its name
  /// @param directory its working directory
  /// @param input its standard input, which it need not read
  /// @param limit how long it may take
  /// @throws ErrnoException with ETIMEDOUT when it takes longer; it and what it has started is
  ///   killed
  public CommandResult hook(
      Path program,
      List<String> words,
      Map<String, String> environment,
      Path directory,
      byte[] input,
      Duration limit) {
    HostCommand command = new HostCommand(program, words, environment, NOTHING);
    ProcessBuilder builder =
        builder("hook", command).directory(directory.toFile()).redirectInput(PIPE);
    return converse(start(builder, program), program, input, limit);
  }

  /// How a program has ended that failed, with the last line that it wrote to standard error.
  public static String ending(CommandResult result) {
    String last = "";
    for (String line : result.errors().split("\n", -1)) {
      last = line.isBlank() ? last : line.strip();
    }
    String how =
        result.status() > SIGNAL
            ? "was killed by signal " + (result.status() - SIGNAL)
            : "ended with status " + result.status();
    return last.isEmpty() ? how : how + ": " + last;
  }

  private static CommandResult converse(
      Process process, Path program, byte[] input, Duration limit) {
    Thread.ofPlatform().daemon().name("input of a program").start(() -> write(process, input));
    return await(process, program, limit);
  }

  private static void write(Process process, byte[] input) {
    try (OutputStream to = process.getOutputStream()) {
      to.write(input);
    } catch (IOException e) {
      // It does not want to read it: its answer tells whether that is a mistake.
    }
  }

  private static CommandResult await(Process process, Path program, Duration limit) {
    try {
      Output output = Output.of(process.getInputStream());
      Output errors = Output.of(process.getErrorStream());
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        throw new ErrnoException("execute", program.toString(), Errno.ETIMEDOUT);
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
    ProcessBuilder builder = builder("exec", command).redirectInput(command.input().toFile());
    return start(builder, command.program());
  }

  private Process start(ProcessBuilder builder, Path program) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new HostException("execute " + program + " by " + init + ": " + e.getMessage());
    }
  }

  /// @param verb of jcr-init
  private ProcessBuilder builder(String verb, HostCommand command) {
    List<String> words = new ArrayList<>();
    words.add(init.toString());
    words.add(verb);
    words.add(Long.toString(ProcessHandle.current().pid()));
    words.add(command.program().toString());
    words.addAll(command.arguments());
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    return builder;
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
