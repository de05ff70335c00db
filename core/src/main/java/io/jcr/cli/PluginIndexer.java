package io.jcr.cli;

import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.IndexStore;
import io.jcr.plugin.PluginFolder;
import io.jcr.plugin.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Writes the index of the distribution's plugins: the build runs it. A bundled plugin that cannot
/// be used is a failure of the build.
final class PluginIndexer {
  private PluginIndexer() {}

  /// Writes it.
  ///
  /// @param args the folder
  /// @throws IOException when it cannot be written
  public static void main(String[] args) throws IOException {
    PluginFolder folder = new PluginFolder(Path.of(args[0]), PluginFolder.Origin.DISTRIBUTION);
    IndexStore.writeBundled(folder);
    BackendCatalog catalog =
        new BackendCatalog(List.of(folder), Trust.inEverything(), IndexStore.none());
    catalog.rejected().forEach(System.err::println);
    Runtime.getRuntime().halt(catalog.rejected().isEmpty() ? 0 : 1);
  }
}
