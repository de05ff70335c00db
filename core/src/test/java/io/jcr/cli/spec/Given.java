package io.jcr.cli.spec;

import io.jcr.cli.option.OptionTable;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Options as picocli reads them from a command line.
final class Given {
  private Given() {}

  /// Reads `words` with the options that `declare` adds to a table.
  static void on(Consumer<OptionTable> declare, String... words) {
    Callable<Integer> command = () -> 0;
    OptionTable table = new OptionTable("run", command);
    declare.accept(table);
    table.line().parseArgs(words);
  }
}
