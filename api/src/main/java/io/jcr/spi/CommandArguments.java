package io.jcr.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Arguments as [CommandContext#parse] has read them.
///
/// @param options the values of the command's own options, by name; a flag has none
/// @param runOptions options of `jcr run`, each one word, as [CommandContext#jcr] takes them
/// @param operands the first word that is no option, and all behind it
/// @param afterDashes whether `--` stands before the operands
public record CommandArguments(
    Map<String, List<String>> options,
    List<String> runOptions,
    List<String> operands,
    boolean afterDashes) {
  public CommandArguments {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    runOptions = List.copyOf(runOptions);
    operands = List.copyOf(operands);
  }
}
