package io.jcr.spi;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A program of the host, as [Host#execute] runs it: without a shell, with exactly this
/// environment.
///
/// @param program an absolute path
/// @param arguments without the program's own name; with the environment at most 60
/// @param environment name to value, all of it; names are letters, digits and `_`
/// @param input the file that is its standard input, such as `/dev/null`; an absolute path
public record HostCommand(
    Path program, List<String> arguments, Map<String, String> environment, Path input) {
  private static final int MAX_WORDS = 60;

  public HostCommand {
    arguments = List.copyOf(arguments);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    if (!program.isAbsolute() || !input.isAbsolute()) {
      throw new IllegalArgumentException(program + " and " + input + " must be absolute");
    }
    if (arguments.size() + environment.size() > MAX_WORDS) {
      throw new IllegalArgumentException(
          program + ": more than " + MAX_WORDS + " arguments and variables");
    }
    for (String name : environment.keySet()) {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new IllegalArgumentException(program + ": '" + name + "' is not a variable name");
      }
    }
  }
}
