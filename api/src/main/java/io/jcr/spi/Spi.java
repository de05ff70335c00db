package io.jcr.spi;

import java.util.List;

/// A kind of backend: everything about it except its methods. Code that lists, selects, records or
/// describes backends iterates over [SpiTable] and does not name a kind.
///
/// @param type the interface; `META-INF/services/` followed by its name lists the implementations
/// @param option the option that selects a backend, without its dashes: `net`. It is also the key
///   in `ContainerSpec.backends()`, state.json and JSON reports
/// @param word the word for it in a sentence, as in `network veth`
/// @param help the text for the option in `jcr run --help`
/// @param defaults the backends to try, in this order, when the command line names none: the first
///   that can run is used. None of them may isolate or limit less than the first
public record Spi<B extends Backend>(
    Class<B> type, String option, String word, String help, List<String> defaults) {
  /// Copies `defaults`.
  public Spi {
    defaults = List.copyOf(defaults);
  }
}
