package io.jcr.plugins.demo;

import io.jcr.spi.CommandContext;
import io.jcr.spi.CommandProvider;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `jcr demo`.
@Command(name = "demo", mixinStandardHelpOptions = true)
public final class DemoCommand implements CommandProvider, Runnable {
  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String summary() {
    return "Show every requirement of a container runtime, with evidence";
  }

  @Override
  public int run(List<String> arguments, CommandContext jcr) {
    return new CommandLine(this).execute(arguments.toArray(String[]::new));
  }

  @Override
  public void run() {}
}
