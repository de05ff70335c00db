package io.jcr.spi;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A program for [Host#execute] to run on the host, without a shell and with exactly this
/// environment.
///
/// @param program an absolute path
/// @param arguments without the program's own name; at most 60, counting the variables of the
///   environment
/// @param environment the whole environment, name to value; names consist of letters, digits and
///   `_`
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
