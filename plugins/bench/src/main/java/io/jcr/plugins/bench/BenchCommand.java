package io.jcr.plugins.bench;

import io.jcr.spi.CommandContext;
import io.jcr.spi.CommandProvider;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `jcr bench`.
@Command(name = "bench", mixinStandardHelpOptions = true)
public final class BenchCommand implements CommandProvider, Runnable {
  @Override
  public String name() {
    return "bench";
  }

  @Override
  public String summary() {
    return "Compare backends, bare metal, containers and virtual machines";
  }

  @Override
  public int run(List<String> arguments, CommandContext jcr) {
    return new CommandLine(this).execute(arguments.toArray(String[]::new));
  }

  @Override
  public void run() {}
}
