package io.jcr.plugins.cni;

import io.jcr.api.UsageException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One plugin of a network: an item of `plugins` in a `.conflist`, or an entire `.conf`.
///
/// @param config what its author wrote
record PluginConfig(Json config) {
  /// A file name: the plugin is looked for in the directories of the path, and nowhere else.
  private static final String TYPE = "[^/\\s]+";

  PluginConfig {
    String type = config.string("type").orElse("");
    if (type.isEmpty()) {
      throw new UsageException("a plugin without 'type'");
    }
    requireName(type);
    config.object("ipam").string("type").ifPresent(PluginConfig::requireName);
    config.object("capabilities");
  }

  private static void requireName(String type) {
    if (!type.matches(TYPE) || type.matches("\\.\\.?")) {
      throw new UsageException("type '" + type + "' is not the name of a program");
    }
  }

  /// The name of its program.
  String type() {
    return config.string("type").orElseThrow();
  }

  /// The name of the program that manages its addresses.
  Optional<String> ipam() {
    return config.object("ipam").string("type");
  }

  /// What it wants to be told about the container.
  Set<String> capabilities() {
    Json declared = config.object("capabilities");
    Set<String> wanted = new TreeSet<>(declared.members().keySet());
    wanted.removeIf(name -> !declared.flag(name));
    return wanted;
  }
}
