package io.jcr.spi;

import java.util.List;

/// A kind of backend: everything that jcr knows of it but what its methods do. Whatever lists,
/// selects, records or describes backends goes through [SpiTable] and knows no kind by name.
///
/// @param type the interface; the file `META-INF/services/` and its name lists implementations
/// @param option the command line's option that selects a backend, without its dashes: `net`. It is
///   also the key under which `ContainerSpec.backends()`, state.json and JSON reports have it
/// @param word what it is called in a sentence, as in `network veth`
/// @param help what `jcr run --help` says of the option
/// @param defaults the backends that are tried when the command line names none, in this order. The
///   first that can run is taken; never one that isolates or limits less than what the first would
public record Spi<B extends Backend>(
    Class<B> type, String option, String word, String help, List<String> defaults) {
  /// Copies.
  public Spi {
    defaults = List.copyOf(defaults);
  }
}
