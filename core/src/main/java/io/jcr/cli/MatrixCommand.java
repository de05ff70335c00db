package io.jcr.cli;

import io.jcr.api.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `jcr matrix`: runs a command once under each combination of backends, and tells what each cost.
@Command(
    name = "matrix",
    description = {
      "Runs a command under each combination of backends: exit status, launch time, teardown time.",
      "For instance: jcr matrix fs=overlay,bind net=none,veth -- /bin/true"
    },
    sortOptions = false,
    usageHelpAutoWidth = true)
final class MatrixCommand implements Callable<Integer> {
  private static final Set<String> AXES = Set.of("ns", "fs", "net", "limiter");

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Runs of each combination, in turns; times are medians (default: 1).")
  private int repeat = 1;

  @Option(names = "--rootfs", paramLabel = "DIR|ARCHIVE", description = "As for jcr run.")
  private String rootfs = "";

  @Option(names = "--limit", paramLabel = "LIMIT", description = "As for jcr run; repeatable.")
  private List<String> limits = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "text|csv|json",
      description = "How the table is printed (default: text).")
  private MatrixFormat format = MatrixFormat.TEXT;

  private final PluginOptions plugins = new PluginOptions();

  @Mixin final HelpOption help = new HelpOption();

  @Parameters(
      paramLabel = "AXIS=VALUE,... [--] [COMMAND [ARG...]]",
      arity = "1..*",
      description = "ns, fs, net, limiter; the command (default: /bin/true).")
  private List<String> words = new ArrayList<>();

  /// The command line of `jcr matrix`.
  CommandLine line() {
    CommandLine line = new CommandLine(this);
    plugins.declare(new OptionTable(line));
    return line;
  }

  @Override
  public Integer call() {
    if (repeat < 1) {
      throw new UsageException("--repeat=" + repeat + ": at least 1");
    }
    Map<String, List<String>> axes = new LinkedHashMap<>();
    int next = 0;
    while (next < words.size() && isAxis(words.get(next))) {
      String[] axis = words.get(next++).split("=", 2);
      axes.put(axis[0], List.of(axis[1].split(",", -1)));
    }
    if (next < words.size() && words.get(next).equals("--")) {
      next++;
    }
    if (axes.isEmpty()) {
      throw new UsageException(
          "matrix: no axis: one of ns, fs, net, limiter with values, such as net=none,veth");
    }
    List<String> command =
        next < words.size() ? words.subList(next, words.size()) : List.of("/bin/true");
    List<MatrixCell> cells = combinations(axes).stream().map(MatrixCell::new).toList();
    MatrixRunner runner = new MatrixRunner(plugins, options(), command);
    for (int run = 0; run < repeat; run++) {
      cells.forEach(runner::run);
    }
    format.print(List.copyOf(axes.keySet()), cells);
    return 0;
  }

  private static boolean isAxis(String word) {
    int equals = word.indexOf('=');
    return equals > 0 && AXES.contains(word.substring(0, equals));
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    if (!rootfs.isEmpty()) {
      options.add("--rootfs=" + rootfs);
    }
    limits.forEach(limit -> options.add("--limit=" + limit));
    return options;
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
