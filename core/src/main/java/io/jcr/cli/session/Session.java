package io.jcr.cli.session;

import io.jcr.init.ControlSocket;
import io.jcr.linux.Libc;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call of `jcr`: what the caller typed, and what a command takes from the caller's process. It
/// is passed from `main` to whoever needs it. A cold start has one session, which is its own
/// process; a resident planner has one for each connection.
///
/// @param arguments the command line without the program's name
/// @param environment the environment, with what `bin/jcr` and the supervisor put into it
/// @param directory the working directory, absolute; relative paths are the caller's
/// @param in standard input
/// @param out standard output
/// @param err standard error
/// @param jcr what was called
/// @param descriptors the numbers that standard input, output and error have in this process
public record Session(
    List<String> arguments,
    Map<String, String> environment,
    Path directory,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Installation jcr,
    Descriptors descriptors) {
  private static final char DELETE = 0x7f;
  private static final String NAME = "jcr: ";

  public Session {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /// Where the three standard streams are in this process.
  ///
  /// @param in standard input
  /// @param out standard output
  /// @param err standard error
  public record Descriptors(int in, int out, int err) {
    static final Descriptors STANDARD = new Descriptors(0, 1, 2);
  }

  /// The session of a process that serves only its own caller.
  public static Session ofProcess(List<String> arguments) {
    return ofProcess(arguments, System.out);
  }

  /// The same, which prints to `out`.
  public static Session ofProcess(List<String> arguments, StandardOutput out) {
    return ofProcess(arguments, out.stream());
  }

  private static Session ofProcess(List<String> arguments, PrintStream out) {
    return new Session(
        arguments,
        System.getenv(),
        Path.of("").toAbsolutePath(),
        System.in,
        out,
        System.err,
        Installation.standard(),
        Descriptors.STANDARD);
  }

  /// The session of a caller whose process is another one.
  public static Session ofCaller(
      Installation jcr,
      List<String> arguments,
      Map<String, String> environment,
      Path directory,
      InputStream in,
      StandardOutput out,
      PrintStream err,
      Descriptors descriptors) {
    return new Session(arguments, environment, directory, in, out.stream(), err, jcr, descriptors);
  }

  /// The same call with another command line.
  public Session with(List<String> others) {
    return new Session(others, environment, directory, in, out, err, jcr, descriptors);
  }

  /// A variable of the environment; null when it is not set or empty.
  public @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /// The environment of the shell that called jcr: `bin/jcr` and the supervisor change some of it
  /// on the way to Java.
  public Map<String, String> callerEnvironment() {
    return CallerEnvironment.of(environment);
  }

  /// A path that the caller typed, as an absolute one.
  public Path resolve(Path typed) {
    return directory.resolve(typed).normalize();
  }

  /// The connection to the process that looks after this session's container.
  public ControlSocket control(Libc libc) {
    return ControlSocket.inherited(libc, environment);
  }

  /// Whether both input and output are a terminal, so that somebody sits at it.
  public boolean interactive(Libc libc) {
    return libc.isatty(descriptors.in) && libc.isatty(descriptors.out);
  }

  /// Says a sentence on standard error. It is one line, whatever was typed into it.
  public void say(@Nullable String sentence) {
    String line = inOneLine(sentence);
    Sentences.said(line);
    err.println(NAME + line);
  }

  /// A sentence as [#say] prints it, without the program's name: a failure of jcr's own work begins
  /// with that already.
  public static String inOneLine(@Nullable String sentence) {
    String stripped = String.valueOf(sentence).strip();
    StringBuilder line = new StringBuilder();
    boolean blank = false;
    for (int i = stripped.startsWith(NAME) ? NAME.length() : 0; i < stripped.length(); i++) {
      char c = stripped.charAt(i);
      boolean control = c < ' ' || c == DELETE;
      if (!control || !blank) {
        line.append(control ? ' ' : c);
      }
      blank = control;
    }
    return line.toString();
  }
}
