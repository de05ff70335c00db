package io.jcr.spi.contract;

import io.jcr.api.UsageException;
import io.jcr.spi.CommandArguments;
import io.jcr.spi.CommandSyntax;
import io.jcr.spi.OptionType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Parses as jcr does, but knows only a command's own options, as `--name` and `--name=VALUE`.
final class SimpleParser {
  private SimpleParser() {}

  static CommandArguments parse(CommandSyntax syntax, List<String> arguments) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    int at = 0;
    while (at < arguments.size() && isOption(arguments.get(at))) {
      String[] word = arguments.get(at++).split("=", 2);
      CommandSyntax.Option option = named(syntax, word[0]);
      boolean isFlag = option.type() instanceof OptionType.Flag;
      if (isFlag == (word.length > 1)) {
        throw new UsageException(word[0] + (isFlag ? ": takes no value" : ": a value is missing"));
      }
      if (!isFlag) {
        option.type().check(word[1]);
      }
      options.put(word[0], isFlag ? List.of() : List.of(word[1]));
    }
    boolean dashes = at < arguments.size() && arguments.get(at).equals("--");
    List<String> operands = arguments.subList(dashes ? at + 1 : at, arguments.size());
    if (!operands.isEmpty() && syntax.operands() == CommandSyntax.Operands.NONE) {
      throw new UsageException("unexpected word '" + operands.getFirst() + "'");
    }
    return new CommandArguments(options, List.of(), operands, dashes);
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") && !word.equals("--");
  }

  private static CommandSyntax.Option named(CommandSyntax syntax, String name) {
    return syntax.options().stream()
        .filter(option -> option.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new UsageException("unknown option '" + name + "'"));
  }
}
