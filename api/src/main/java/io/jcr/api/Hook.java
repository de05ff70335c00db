package io.jcr.api;

import java.util.List;

/// A program that runs at a certain point of a container's life: an entry of `hooks` in the OCI
/// runtime spec. It reads the container's state as JSON from its standard input.
///
/// @param path absolute path of the program
/// @param args its arguments, starting with its name; empty for just its path
/// @param env `NAME=VALUE` each
/// @param timeout seconds until it is killed; 0 for no limit
public record Hook(String path, List<String> args, List<String> env, int timeout) {
  public Hook {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("hook '" + path + "' is not an absolute path");
    }
    if (timeout < 0) {
      throw new IllegalArgumentException(
          "hook '" + path + "': timeout " + timeout + " is negative");
    }
    args = List.copyOf(args);
    env = List.copyOf(env);
    for (String variable : env) {
      if (variable.indexOf('=') <= 0) {
        throw new IllegalArgumentException(
            "hook '" + path + "': env '" + variable + "' is not NAME=VALUE");
      }
    }
  }

  /// Its arguments as the program sees them: at least its name.
  public List<String> words() {
    return args.isEmpty() ? List.of(path) : args;
  }
}
