package io.jcr.plugins.cni;

import io.jcr.api.UsageException;
import java.util.ArrayList;
import java.util.List;

/// A network as described in a file: what happens, in which order, when a container is connected.
///
/// @param name its name
/// @param version of the protocol spoken with its plugins
/// @param checkable false when its author has disabled CHECK
/// @param plugins in the order of ADD, which DEL reverses
record NetworkConfig(
    String name, CniVersion version, boolean checkable, List<PluginConfig> plugins) {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]*";

  NetworkConfig {
    plugins = List.copyOf(plugins);
    if (!name.matches(NAME)) {
      throw new UsageException(
          name.isEmpty()
              ? "it has no name"
              : "name '"
                  + name
                  + "': allowed are letters, digits, '_', '.', '-', first a letter or digit");
    }
    if (plugins.isEmpty()) {
      throw new UsageException("it has no plugins");
    }
  }

  /// Parses a network configuration list (`.conflist`) or one plugin's configuration (`.conf`).
  ///
  /// @throws UsageException saying what is wrong with it
  static NetworkConfig parse(String text, boolean list) {
    Json json = Json.parse(text);
    List<String> offered = new ArrayList<>(json.strings("cniVersions"));
    json.string("cniVersion").ifPresent(offered::add);
    List<Json> plugins = list ? json.objects("plugins") : List.of(json);
    return new NetworkConfig(
        json.string("name").orElse(""),
        CniVersion.newest(offered),
        !json.flag("disableCheck"),
        plugins.stream().map(PluginConfig::new).toList());
  }

  boolean has(String capability) {
    return plugins.stream().anyMatch(plugin -> plugin.capabilities().contains(capability));
  }
}
