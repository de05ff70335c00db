package io.jcr.cli;

import picocli.CommandLine.Option;

/// `--help`, without the `-h` that docker's users expect to be the host name.
final class HelpOption {
  @Option(names = "--help", usageHelp = true, description = "Show this help.")
  boolean asked;
}
