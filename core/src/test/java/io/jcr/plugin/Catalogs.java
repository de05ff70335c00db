package io.jcr.plugin;

import io.jcr.api.BackendChoice;
import io.jcr.spi.Network;
import io.jcr.spi.SpiTable;
import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Catalogs of one folder, whoever can change it, of which no index is kept.
final class Catalogs {
  private Catalogs() {}

  static BackendCatalog of(Path folder) {
    return new BackendCatalog(
        List.of(new PluginFolder(folder, PluginFolder.Origin.OPTION)),
        Trust.inEverything(),
        IndexStore.none());
  }

  /// What `--net=NAME` selects.
  static Network network(BackendCatalog catalog, String name) {
    return catalog.select(
        SpiTable.NETWORK, new BackendChoice(name, Map.of()), StubHostFacts.root());
  }

  /// The plugin's own object behind it.
  static Network own(BackendCatalog catalog, String name) {
    return ((GuardedNetwork) network(catalog, name)).backend();
  }
}
