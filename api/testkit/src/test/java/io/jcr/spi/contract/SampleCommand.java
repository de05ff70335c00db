package io.jcr.spi.contract;

import io.jcr.api.UsageException;
import io.jcr.spi.CommandContext;
import io.jcr.spi.CommandProvider;
import java.util.List;

/// A command that keeps all promises; a mutant overrides what it does wrong.
public class SampleCommand implements CommandProvider {
  @Override
  public String name() {
    return "sample";
  }

  @Override
  public String summary() {
    return "Do nothing at all";
  }

  @Override
  public int run(List<String> arguments, CommandContext jcr) {
    if (arguments.contains("--help")) {
      System.out.println("jcr sample: does nothing at all");
      return 0;
    }
    throw new UsageException("sample takes no arguments, not " + arguments);
  }
}
