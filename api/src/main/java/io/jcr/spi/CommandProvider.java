package io.jcr.spi;

import java.io.IOException;
import java.util.List;

/// A sub-command of jcr that a plugin brings, such as `jcr bench`. It is loaded when it is called,
/// so that no other command pays for it; made by `ServiceLoader`, from a services file
/// `META-INF/services/io.jcr.spi.CommandProvider`. The one instance is called once.
///
/// What a command does to containers it does by jcr's own command line ([CommandContext#jcr]), as
/// its user could type it.
public interface CommandProvider {
  /// The word by which the command line calls it, as in `jcr NAME`: `[a-z][a-z0-9-]*`, none of
  /// jcr's own commands.
  String name();

  /// What it does, for `jcr --help`: a sentence of one line, at most 72 characters, without a full
  /// stop.
  String summary();

  /// Runs it. It writes to `System.out` what was asked for, and to `System.err` what went wrong;
  /// `--help` among the arguments is its own business. On SIGINT, SIGTERM and SIGHUP the JVM runs
  /// shutdown hooks: what must not be left behind belongs into one.
  ///
  /// @param arguments what follows the name on the command line
  /// @param jcr the jcr that called it
  /// @return the exit status, 0 to 255: 0 success, 2 wrong arguments
  /// @throws io.jcr.api.UsageException for wrong arguments: jcr prints the sentence and exits with
  ///   2
  /// @throws io.jcr.api.JcrException for other failures: jcr prints the sentence and exits with its
  ///   [io.jcr.api.JcrException#exitStatus]
  /// @throws IOException as above, with 125
  /// @throws InterruptedException when the thread was interrupted
  int run(List<String> arguments, CommandContext jcr) throws IOException, InterruptedException;
}
