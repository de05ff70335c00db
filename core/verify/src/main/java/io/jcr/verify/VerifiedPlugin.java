package io.jcr.verify;

import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.FoundPlugin;
import io.jcr.plugin.IndexStore;
import io.jcr.plugin.PluginFolder;
import io.jcr.plugin.PluginFolder.Origin;
import io.jcr.plugin.PluginService;
import io.jcr.plugin.verify.Check;
import io.jcr.plugin.verify.VerifyRequest;
import io.jcr.spi.SpiTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The plugin as jcr loads it, beside jcr's own plugins.
///
/// @param catalog finds what it brings, and the backends that it wraps
/// @param plugin it
/// @param group what checks of the file itself are about
record VerifiedPlugin(BackendCatalog catalog, FoundPlugin plugin, String group) {
  /// Loads it, and runs its code for the first time.
  static VerifiedPlugin load(VerifyRequest request, PluginCopy copy) {
    PluginFolder own = new PluginFolder(copy.folder(), Origin.OPTION);
    PluginFolder bundled = new PluginFolder(request.home().resolve("plugins"), Origin.DISTRIBUTION);
    IndexStore index = new IndexStore(SpiTable.STANDARD, null, request.trust(), false);
    BackendCatalog catalog =
        new BackendCatalog(List.of(own, bundled), request.trust(), index, request.watch());
    FoundPlugin plugin =
        catalog.plugins().stream()
            .filter(found -> found.folder().equals(own))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no jar in " + copy.folder()));
    return new VerifiedPlugin(catalog, plugin, request.group());
  }

  /// What it brings; nothing when jcr cannot use it.
  ///
  /// @param told is told whether its services can be made and called
  List<Service> services(Consumer<Check> told) {
    String name = plugin.isProgram() ? "it describes itself" : "its classes can be made";
    told.accept(Check.of(group, name, plugin.reason()));
    List<Service> services = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (PluginService service : catalog.services(kind.type())) {
        if (service.plugin() == plugin) {
          told.accept(nameIsFree(kind, service));
          services.add(new Service(kind, service));
        }
      }
    }
    return services;
  }

  /// A service of its.
  ///
  /// @param kind what it is
  /// @param found it
  record Service(Kind kind, PluginService found) {}

  private Check nameIsFree(Kind kind, PluginService service) {
    String taken =
        catalog.services(kind.type()).stream()
            .filter(other -> other.plugin() != plugin && other.name().equals(service.name()))
            .findFirst()
            .map(other ->
                other.plugin().path().getFileName()
                    + " of jcr has it too: it has to be written as "
                    + service.qualified())
            .orElse("");
    return Check.of(group, "the name " + service.name() + " is free", taken);
  }
}
