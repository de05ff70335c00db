package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.RunOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr matrix`: runs a command once under each combination of backends, and tells what each cost.
/// It takes the options of `jcr run`, for all of the runs.
final class MatrixCommand implements Callable<Integer> {
  private final Session session;
  private final PluginOptions plugins;
  private final CommandLine line;
  private String repeat = "1";
  private MatrixFormat format = MatrixFormat.TEXT;

  MatrixCommand(Session session) {
    this.session = session;
    this.plugins = new PluginOptions(session);
    OptionTable table =
        new OptionTable(
                "matrix",
                this,
                "Runs a command with each combination of backends and tabulates exit status, launch time and teardown time.",
                "Example: jcr matrix fs=overlay,bind net=none,veth --limit=pids:64 -- /bin/true",
                "Axes are "
                    + String.join(", ", session.jcr().spis().options())
                    + ". A value with a colon can contain commas, so give it as a word of its"
                    + " own: jcr matrix net=none net=veth:nat,mtu=1400 ns=clone,unshare",
                "A combination that fails has a row, too. All other options are those of jcr"
                    + " run and apply to every run:")
            .abbreviated()
            .value(
                MatrixLine.REPEAT,
                "N",
                "Run each combination N times, interleaved, and print median times (default: 1).",
                given -> repeat = given)
            .choice(
                MatrixLine.FORMAT,
                "text|csv|json",
                "Output format (default: text).",
                MatrixFormat.class,
                given -> format = given);
    new RunOptions(session.jcr().spis()).declare(table);
    new HostOptions(session).declare(table);
    plugins.declare(table);
    line = table.help().line();
    line.getCommandSpec()
        .usageMessage()
        .customSynopsis("jcr matrix AXIS=VALUE[,VALUE]... [OPTIONS] [--] [COMMAND [ARG...]]");
  }

  /// The command line of `jcr matrix`.
  CommandLine line() {
    return line;
  }

  private int runs() {
    int number = repeat.matches("\\d{1,6}") ? Integer.parseInt(repeat) : 0;
    if (number < 1) {
      throw new UsageException(
          MatrixLine.REPEAT + "=" + repeat + ": expected a number, at least 1");
    }
    return number;
  }

  @Override
  public Integer call() {
    MatrixLine asked = MatrixLine.read(line, session.jcr().spis());
    int runs = runs();
    if (plugins.allowsUntrusted()) {
      PluginOptions.sayUntrusted(session); // what the runs say is not shown
    }
    List<MatrixCell> cells = combinations(asked.axes()).stream().map(MatrixCell::new).toList();
    MatrixRunner runner = new MatrixRunner(session, plugins, asked.options(), asked.command());
    for (int run = 0; run < runs; run++) {
      cells.forEach(runner::run);
    }
    format.print(session.out(), List.copyOf(asked.axes().keySet()), cells);
    return 0;
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
