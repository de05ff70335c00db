package io.jcr.spi;

import java.nio.file.Path;
import java.util.List;

/// What a [CommandProvider] learns from the jcr that calls it. Implemented by jcr, never by a
/// plugin.
public interface CommandContext {
  /// The directory in which jcr is installed. It holds `bin/jcr`, `rootfs` (the default root file
  /// system) and `libexec/jcr-init`.
  Path home();

  /// The version of jcr, as `jcr --version` prints it.
  String version();

  /// Facts about the machine.
  HostFacts facts();

  /// Whether standard input (0), output (1) or error (2) is a terminal: isatty(3).
  boolean isTerminal(int descriptor);

  /// `jcr ARGUMENT…` as a separate process, not started yet. It gets the arguments as a user would
  /// type them, this jcr's plugin folders (`--plugin-dir`), the environment of the caller's shell,
  /// and pipes for its standard streams ([ProcessBuilder]'s default). On SIGTERM, which
  /// [Process#destroy] sends, it ends the container that it runs.
  ProcessBuilder jcr(List<String> arguments);

  /// The kinds of backends that this jcr has.
  default SpiTable spis() {
    return SpiTable.STANDARD;
  }

  /// Reads arguments by the command's [CommandProvider#syntax], up to the first word that is no
  /// option. Options that choose plugins are jcr's: they count for [#jcr] from then on.
  ///
  /// @throws io.jcr.api.UsageException when they do not fit
  /// @throws UnsupportedOperationException when the command has no syntax
  default CommandArguments parse(List<String> arguments) {
    throw new UnsupportedOperationException("the command describes no syntax");
  }
}
