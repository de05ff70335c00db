package io.jcr.plugin;

import java.util.List;

/// What a jar says about itself, and what is wrong with it. Missing attributes are empty.
///
/// @param id `Plugin-Id`
/// @param version `Plugin-Version`
/// @param requires `Plugin-Requires`, the SPI versions it works with
/// @param provider `Plugin-Provider`
/// @param description `Plugin-Description`
/// @param problems why it cannot be used, one clause each; empty when it can
/// @param notes what else its author should know
/// @param services what it provides; empty when there are problems
public record PluginDescription(
    String id,
    String version,
    String requires,
    String provider,
    String description,
    List<String> problems,
    List<String> notes,
    List<Service> services) {
  public PluginDescription {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
    services = List.copyOf(services);
  }

  /// A backend or a command.
  ///
  /// @param spi the SPI's simple name, such as `Network`
  /// @param name its name on the command line
  /// @param className the class
  /// @param summary for a command; else empty
  public record Service(String spi, String name, String className, String summary) {
    boolean is(Class<?> type, String wanted) {
      return name.equals(wanted) && spi.equals(type.getSimpleName());
    }
  }

  /// A jar that cannot be read.
  static PluginDescription unusable(String problem) {
    return new PluginDescription("", "", "", "", "", List.of(problem), List.of(), List.of());
  }
}
