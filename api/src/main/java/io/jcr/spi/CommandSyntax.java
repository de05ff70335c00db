package io.jcr.spi;

import java.util.List;

/// The command line of a [CommandProvider] that leaves it to jcr: `--help`, the man page and shell
/// completion are made from it, and [CommandContext#parse] reads arguments by it.
///
/// @param synopsis how the command is called, from `jcr` on
/// @param description what it does, a paragraph each; the first is one sentence
/// @param options its own options
/// @param runOptions whether it also takes those of `jcr run`, to give them to the containers that
///   it starts
/// @param operands what else may stand on the command line
public record CommandSyntax(
    String synopsis,
    List<String> description,
    List<Option> options,
    boolean runOptions,
    Operands operands) {
  public CommandSyntax {
    description = List.copyOf(description);
    options = List.copyOf(options);
    if (description.isEmpty()) {
      throw new IllegalArgumentException("the description is missing");
    }
  }

  /// An option: `--repeat=N`. Given twice in a row, it is rejected.
  ///
  /// @param name with its hyphens
  /// @param type what its value may be; jcr checks it
  /// @param help what it does, one sentence
  public record Option(String name, OptionType type, String help) {
    public Option {
      if (!name.matches("--[a-z][a-z0-9-]*")) {
        throw new IllegalArgumentException("'" + name + "' is not the name of an option");
      }
    }
  }

  /// What operands are. Options end at the first, which the command may take off before it has the
  /// rest parsed again.
  public enum Operands {
    /// There are none.
    NONE,
    /// A command with its arguments.
    COMMAND,
    /// Choices of backends, `net=none,veth`, in any order with options, and then a command.
    BACKENDS
  }
}
