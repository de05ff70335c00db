package io.jcr.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jcr.api.ErrnoException;
import io.jcr.host.HostProgram;
import io.jcr.spi.CommandResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A program that answers: started anew for each call, with the request as its standard input. It
/// keeps nothing from one call to the next, and is killed with jcr.
public final class BackendProgram {
  /// What the names of these programs begin with.
  public static final String PREFIX = "jcr-backend-";

  /// Before jcr gives up the plugin as a whole.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int MOST = 1 << 20;
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "LANG", "C.UTF-8",
          "PYTHONDONTWRITEBYTECODE", "1"); // its folder is not its to write

  private final Path file;
  private final HostProgram runner;
  private final Duration patience;
  private @Nullable ProgramDescription description;

  /// @param file the program
  /// @param runner runs it
  /// @param patience how long a call may take
  BackendProgram(Path file, HostProgram runner, Duration patience) {
    this.file = file;
    this.runner = runner;
    this.patience = patience;
  }

  /// By the jcr-init of this jcr.
  public static BackendProgram of(Path file) {
    return of(file, PATIENCE);
  }

  /// The same.
  ///
  /// @param patience how long a call may take
  public static BackendProgram of(Path file, Duration patience) {
    return new BackendProgram(file, HostProgram.installed(), patience);
  }

  /// Whether a file of this name is such a program: `jcr-backend-NAME`, with or without an ending.
  public static boolean isOne(String name) {
    if (name.length() == PREFIX.length() || !name.startsWith(PREFIX)) {
      return false;
    }
    char last = name.charAt(name.length() - 1);
    return (last >= 'a' && last <= 'z') || (last >= '0' && last <= '9'); // no editor's copy
  }

  /// What it says of itself. It is asked once.
  ///
  /// @throws ProgramFault when it does not answer as it should
  public ProgramDescription description() {
    if (description == null) {
      description = ProgramDescription.of(this);
    }
    return description;
  }

  /// Asks it something.
  ///
  /// @param call what for
  /// @param more members of the request
  /// @throws ProgramFault when it does not answer as it should
  Answer ask(String call, Map<String, ? extends @Nullable Object> more) {
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("schema", Answer.SCHEMA);
    request.put("call", call);
    request.putAll(more);
    CommandResult result;
    try {
      result = runner.ask(file, ENVIRONMENT, bytes(request), patience);
    } catch (ErrnoException e) {
      throw new ProgramFault("has not answered within " + patience.toSeconds() + " s");
    }
    if (result.output().length() >= MOST) {
      throw new ProgramFault("answered more than 1 MiB");
    }
    if (result.status() != 0 && !result.output().stripLeading().startsWith("{")) {
      throw new ProgramFault(HostProgram.ending(result));
    }
    Answer answer = Answer.parse(result.output());
    if (result.status() != 0 && !answer.refuses()) {
      throw new ProgramFault(HostProgram.ending(result));
    }
    return answer;
  }

  private static byte[] bytes(Map<String, ? extends @Nullable Object> request) {
    try {
      return JSON.std.asString(request).concat("\n").getBytes(UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
