package io.jcr.spi;

import java.nio.file.Path;
import java.util.List;

/// The jcr that calls a [CommandProvider]. Implemented by jcr, never by a plugin.
public interface CommandContext {
  /// Where jcr is installed: below it are `bin/jcr`, `rootfs` (the default root file system) and
  /// `libexec/jcr-init`.
  Path home();

  /// The version of jcr, as `jcr --version` prints it.
  String version();

  /// What is known about the machine.
  HostFacts facts();

  /// Whether a descriptor is a terminal, as isatty(3): 0 standard input, 1 output, 2 error output.
  boolean isTerminal(int descriptor);

  /// `jcr ARGUMENT…` as a process of its own, not started yet: the arguments as they would be
  /// typed, the plugin folders those that this jcr was given (`--plugin-dir`), the environment that
  /// of the caller's shell, standard streams piped as is [ProcessBuilder]'s default. A container
  /// that it runs ends when it gets SIGTERM, as [Process#destroy] sends it.
  ProcessBuilder jcr(List<String> arguments);
}
