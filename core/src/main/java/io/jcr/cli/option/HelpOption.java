package io.jcr.cli.option;

import picocli.CommandLine.Option;

/// `--help`, without the `-h` that docker's users expect to be the host name.
public final class HelpOption {
  @Option(names = "--help", usageHelp = true, description = "Show this help.")
  boolean asked;
}
