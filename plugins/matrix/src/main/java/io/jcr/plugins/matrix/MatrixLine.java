package io.jcr.plugins.matrix;

import io.jcr.api.UsageException;
import io.jcr.spi.CommandArguments;
import io.jcr.spi.CommandContext;
import io.jcr.spi.SpiTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What stands on the command line of `jcr matrix`: axes and options in any order, then the
/// command. The options are checked here, so that a wrong one is refused once and not in every row,
/// and given to each `jcr run` as they were.
///
/// @param axes each with its values, in the order in which they were given
/// @param own the values of `--repeat` and `--format`
/// @param options of `jcr run`
/// @param command what runs
record MatrixLine(
    Map<String, List<String>> axes,
    Map<String, String> own,
    List<String> options,
    List<String> command) {
  static final String REPEAT = "--repeat";
  static final String FORMAT = "--format";

  /// It makes no sense where a command runs to its end, again and again and without a terminal.
  private static final String TTY = "--tty";

  /// Reads the arguments.
  ///
  /// @throws UsageException for what is wrong
  static MatrixLine read(List<String> arguments, CommandContext jcr) {
    MatrixLine found =
        new MatrixLine(
            new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    List<String> rest = found.take(jcr.parse(arguments), jcr.spis());
    while (!rest.isEmpty()) {
      found.addAxis(rest.getFirst());
      rest = found.take(jcr.parse(rest.subList(1, rest.size())), jcr.spis());
    }
    found.check(jcr.spis());
    return found;
  }

  /// How often each combination runs, as it was given.
  String repeat() {
    return own.getOrDefault(REPEAT, "1");
  }

  /// How the table is printed.
  MatrixFormat format() {
    return MatrixFormat.valueOf(own.getOrDefault(FORMAT, "text").toUpperCase(Locale.ROOT));
  }

  /// Takes the options up to the next axis.
  ///
  /// @return what is left from there on; empty at the command, which is taken too
  private List<String> take(CommandArguments parsed, SpiTable spis) {
    if (parsed.runOptions().contains(TTY)) {
      throw new UsageException("matrix: " + TTY + " is for a single run: leave it out");
    }
    parsed.options().forEach((name, values) -> own.put(name, values.getLast()));
    options.addAll(parsed.runOptions());
    List<String> words = parsed.operands();
    if (!parsed.afterDashes() && !words.isEmpty() && isAxis(words.getFirst(), spis)) {
      return words;
    }
    command.addAll(words);
    return List.of();
  }

  private static boolean isAxis(String word, SpiTable spis) {
    int equals = word.indexOf('=');
    return equals > 0 && spis.withOption(word.substring(0, equals)).isPresent();
  }

  /// `net=none,veth` are two values; `net=veth:nat,mtu=1400` is one, as for `--net`.
  private void addAxis(String word) {
    String[] parts = word.split("=", 2);
    int colon = parts[1].indexOf(':');
    int comma = parts[1].indexOf(',');
    if (comma >= 0 && comma < colon) {
      throw new UsageException(
          "matrix: "
              + word
              + ": a backend with options stands alone, since they have commas too: give the axis"
              + " again, as in net=none net=veth:nat,mtu=1400");
    }
    List<String> values = colon >= 0 ? List.of(parts[1]) : List.of(parts[1].split(",", -1));
    if (values.contains("")) {
      throw new UsageException("matrix: " + word + ": a backend is missing");
    }
    axes.computeIfAbsent(parts[0], _ -> new ArrayList<>()).addAll(values);
  }

  private void check(SpiTable spis) {
    if (axes.isEmpty()) {
      throw new UsageException(
          "matrix: no axis: one of "
              + String.join(", ", spis.options())
              + " with values, such as net=none,veth");
    }
    for (String axis : axes.keySet()) {
      if (options.stream().anyMatch(option -> option.startsWith("--" + axis + "="))) {
        throw new UsageException(
            "matrix: --" + axis + " together with the axis " + axis + "=: leave one of them out");
      }
    }
    if (command.isEmpty()) {
      command.add("/bin/true");
    }
  }
}
