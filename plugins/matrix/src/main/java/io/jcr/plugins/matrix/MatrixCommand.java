package io.jcr.plugins.matrix;

import io.jcr.api.UsageException;
import io.jcr.spi.CommandContext;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.CommandSyntax;
import io.jcr.spi.OptionType;
import io.jcr.spi.SpiTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `jcr matrix`: runs a command once with each combination of backends, and shows what each cost.
/// It takes the options of `jcr run`, for all of the runs.
public final class MatrixCommand implements CommandProvider {
  @Override
  public String name() {
    return "matrix";
  }

  @Override
  public String summary() {
    return "Runs a command with each combination of backends and shows the cost";
  }

  @Override
  public Optional<CommandSyntax> syntax() {
    return Optional.of(
        new CommandSyntax(
            "jcr matrix AXIS=VALUE[,VALUE]... [OPTIONS] [--] [COMMAND [ARG...]]",
            List.of(
                "Runs a command with each combination of backends and tabulates exit status, launch time and teardown time.",
                "Example: jcr matrix fs=overlay,bind net=none,veth --limit=pids:64 -- /bin/true",
                "Axes are "
                    + String.join(", ", SpiTable.STANDARD.options())
                    + ". A value with a colon can contain commas, so give it as a word of its"
                    + " own: jcr matrix net=none net=veth:nat,mtu=1400 ns=clone,unshare",
                "A combination that fails has a row, too. All other options are those of jcr"
                    + " run and apply to every run:"),
            List.of(
                new CommandSyntax.Option(
                    MatrixLine.REPEAT,
                    new OptionType.Text("N"),
                    "Run each combination N times, interleaved, and print median times (default: 1)."),
                new CommandSyntax.Option(
                    MatrixLine.FORMAT,
                    new OptionType.Choice(List.of("text", "csv", "json")),
                    "Output format (default: text).")),
            true,
            CommandSyntax.Operands.BACKENDS));
  }

  @Override
  public int run(List<String> arguments, CommandContext jcr)
      throws IOException, InterruptedException {
    MatrixLine line = MatrixLine.read(arguments, jcr);
    int runs = runs(line.repeat());
    List<MatrixCell> cells = combinations(line.axes()).stream().map(MatrixCell::new).toList();
    try (MatrixRunner runner = new MatrixRunner(jcr, line.options(), line.command())) {
      for (int run = 0; run < runs; run++) {
        for (MatrixCell cell : cells) {
          runner.run(cell);
        }
      }
    }
    line.format().print(System.out, List.copyOf(line.axes().keySet()), cells);
    return 0;
  }

  private static int runs(String repeat) {
    int number = repeat.matches("\\d{1,6}") ? Integer.parseInt(repeat) : 0;
    if (number < 1) {
      throw new UsageException(
          MatrixLine.REPEAT + "=" + repeat + ": expected a number, at least 1");
    }
    return number;
  }

  /// All combinations, the last axis changing fastest.
  static List<Map<String, String>> combinations(Map<String, List<String>> axes) {
    List<Map<String, String>> all = List.of(Map.of());
    for (Map.Entry<String, List<String>> axis : axes.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> shorter : all) {
        for (String value : axis.getValue()) {
          Map<String, String> one = new LinkedHashMap<>(shorter);
          one.put(axis.getKey(), value);
          longer.add(one);
        }
      }
      all = longer;
    }
    return all;
  }
}
