package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.spi.SpiTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// What stands on the command line of `jcr matrix`: axes and options in any order, then the
/// command. The options are understood here, so that a wrong one is refused once and not in every
/// row, and given to each `jcr run` as they were.
///
/// @param axes each with its values, in the order in which they were given
/// @param options of `jcr run`
/// @param command what runs
record MatrixLine(Map<String, List<String>> axes, List<String> options, List<String> command) {
  static final String REPEAT = "--repeat";
  static final String FORMAT = "--format";

  /// What is for `jcr matrix` itself.
  private static final Set<String> OWN =
      Set.of(REPEAT, FORMAT, "--plugin-dir", "--allow-untrusted-plugins");

  /// What makes no sense where a command runs to its end, again and again and without a terminal.
  private static final Set<String> NOT_HERE = Set.of("--tty");

  /// Reads what `line` has parsed up to the first word that is no option, and the rest.
  ///
  /// @param spis what there are axes of
  /// @throws UsageException for what is wrong
  static MatrixLine read(CommandLine line, SpiTable spis) {
    MatrixLine found = new MatrixLine(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    List<String> rest = found.take(line.getParseResult(), spis);
    while (!rest.isEmpty()) {
      found.addAxis(rest.getFirst());
      List<String> next = rest.subList(1, rest.size());
      try {
        rest = found.take(line.parseArgs(next.toArray(String[]::new)), spis);
      } catch (ParameterException e) {
        throw e.getCause() instanceof UsageException cause
            ? cause
            : new UsageException("matrix: " + e.getMessage());
      }
    }
    found.check(spis);
    return found;
  }

  /// Takes the options up to the next axis.
  ///
  /// @return what is left from there on; empty at the command, which is taken too
  private List<String> take(ParseResult parsed, SpiTable spis) {
    for (OptionSpec option : parsed.matchedOptionsSet()) {
      if (!OWN.contains(option.longestName())) {
        add(option);
      }
    }
    List<String> words =
        parsed.matchedPositionalsSet().stream()
            .flatMap(positional -> positional.originalStringValues().stream())
            .toList();
    List<String> arguments = parsed.originalArgs();
    int before = arguments.size() - words.size() - 1;
    boolean ended = before >= 0 && arguments.get(before).equals("--");
    if (!ended && !words.isEmpty() && isAxis(words.getFirst(), spis)) {
      return words;
    }
    command.addAll(words);
    return List.of();
  }

  private void add(OptionSpec option) {
    String name = option.longestName();
    if (NOT_HERE.contains(name) && !List.of(false).equals(option.typedValues())) {
      throw new UsageException("matrix: " + name + " is for a single run: leave it out");
    }
    if (option.type() == Boolean.class) {
      boolean off = option.negatable() && option.typedValues().contains(false);
      options.add(off ? name.replaceFirst("^--", "--no-") : name);
    } else {
      option.originalStringValues().forEach(value -> options.add(name + "=" + value));
    }
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
