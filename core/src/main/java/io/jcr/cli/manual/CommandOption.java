package io.jcr.cli.manual;

import java.util.List;

/// An option of a command.
///
/// @param names all of them with their hyphens, short ones first; without what takes it back
/// @param negatable whether `--no-…` takes it back
/// @param label what its value is called; empty: it has none
/// @param optional whether the value can be left out
/// @param repeatable whether it can be given again and again
/// @param description what `--help` says of it
/// @param values what there is to choose from
public record CommandOption(
    List<String> names,
    boolean negatable,
    String label,
    boolean optional,
    boolean repeatable,
    String description,
    Values values) {
  public CommandOption {
    names = List.copyOf(names);
  }

  /// Whether the word behind it is its value.
  boolean takesNextWord() {
    return !label.isEmpty() && !optional;
  }

  /// What takes it back, or empty.
  List<String> negatedNames() {
    return negatable
        ? names.stream()
            .filter(name -> name.startsWith("--"))
            .map(name -> "--no-" + name.substring(2))
            .toList()
        : List.of();
  }
}
