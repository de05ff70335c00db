package io.jcr.spi;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A sub-command of jcr that a plugin adds, such as `jcr bench`. `ServiceLoader` finds it through
/// `META-INF/services/io.jcr.spi.CommandProvider`. It is loaded only when it is called, so it costs
/// other commands nothing; [#run] is called once.
///
/// A command works on containers through jcr's own command line ([CommandContext#jcr]), as its user
/// could type it.
public interface CommandProvider {
  /// The name of the sub-command, as in `jcr NAME`: `[a-z][a-z0-9-]*`, and not one of jcr's own.
  String name();

  /// What it does, for `jcr --help`: one line of at most 72 characters, without a full stop.
  String summary();

  /// Its command line, if jcr shall parse it: then `--help` is jcr's, and the command reads its
  /// arguments with [CommandContext#parse]. By default there is none, and the command does both.
  default Optional<CommandSyntax> syntax() {
    return Optional.empty();
  }

  /// Runs it. Results go to `System.out` and errors to `System.err`; the command itself handles
  /// `--help`, unless it has a [#syntax]. On SIGINT, SIGTERM and SIGHUP the JVM runs shutdown
  /// hooks, so clean up in one.
  ///
  /// @param arguments what follows its name on the command line
  /// @param jcr the jcr that called it
  /// @return the exit status, 0 to 255: 0 for success, 2 for wrong arguments
  /// @throws io.jcr.api.UsageException for wrong arguments: jcr prints the message and exits with 2
  /// @throws io.jcr.api.JcrException for other failures: jcr prints the message and exits with its
  ///   [io.jcr.api.JcrException#exitStatus]
  /// @throws IOException as above, with 125
  /// @throws InterruptedException when the thread was interrupted
  int run(List<String> arguments, CommandContext jcr) throws IOException, InterruptedException;
}
