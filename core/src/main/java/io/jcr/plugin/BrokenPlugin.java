package io.jcr.plugin;

import io.jcr.spi.SpiVersion;

/// A plugin compiled against another version of the SPI or of a library fails when it calls a
/// method that no longer exists, or when jcr calls one that it lacks. The JVM's error names the
/// method; this names the plugin. Most such mismatches are found when the jar is first inspected
/// ([Linkage]).
final class BrokenPlugin {
  private BrokenPlugin() {}

  /// What is wrong with the plugin, and the cure.
  static String clause(PluginDescription description, LinkageError failure) {
    if (!isAboutTheSpi(failure)) {
      return "it is broken: "
          + what(failure)
          + " (get another version of it, or put the library that it needs into its lib)";
    }
    String requires =
        description.requires().isEmpty() ? "any SPI" : "SPI " + description.requires();
    return "it was built for another SPI: "
        + what(failure)
        + "; it says that it goes with "
        + requires
        + ", this jcr has SPI "
        + SpiVersion.CURRENT
        + " (get another version of it)";
  }

  private static boolean isAboutTheSpi(LinkageError failure) {
    String named = String.valueOf(failure.getMessage()).replace('/', '.');
    return named.contains("io.jcr.api.") || named.contains("io.jcr.spi.");
  }

  private static String what(LinkageError failure) {
    String message = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
    return switch (failure) {
      case NoSuchMethodError _ -> "it calls method " + message + ", which does not exist";
      case NoSuchFieldError _ -> "it uses field " + message + ", which does not exist";
      case AbstractMethodError _ -> "it lacks a method: " + message;
      case NoClassDefFoundError _ -> "it uses class " + message + ", which does not exist";
      default -> failure.getClass().getSimpleName() + ": " + message;
    };
  }
}
