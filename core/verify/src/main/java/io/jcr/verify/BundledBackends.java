package io.jcr.verify;

import io.jcr.api.UsageException;
import io.jcr.spi.Backend;
import io.jcr.spi.BackendLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// What jcr's own plugins bring: names that are taken, and backends that others can wrap.
final class BundledBackends implements BackendLookup {
  private final Map<String, Service> services = new LinkedHashMap<>();

  private record Service(Path jar, ServiceLoader.Provider<?> provider) {}

  /// Looks into the jars of a folder, except that of the plugin `id` itself. They stay open until
  /// jcr ends: backends load classes when they work.
  static BundledBackends of(Path folder, String id) throws IOException {
    BundledBackends bundled = new BundledBackends();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder, 2)) {
        for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
          bundled.add(jar, id);
        }
      }
    }
    return bundled;
  }

  private void add(Path jar, String id) throws IOException {
    PluginFile plugin = PluginFile.read(List.of(jar));
    if (plugin.attribute("Plugin-Id").equals(id)) {
      return;
    }
    Path lib = jar.resolveSibling("lib");
    List<Path> jars = List.of(jar);
    if (Files.isDirectory(lib)) {
      try (Stream<Path> libraries = Files.list(lib)) {
        jars = Stream.concat(jars.stream(), libraries.sorted()).toList();
      }
    }
    PluginClasses classes = new PluginClasses(jars);
    for (Spi spi : plugin.services().keySet()) {
      ServiceLoader.load(spi.type(), classes).stream()
          .forEach(provider ->
              services.put(
                  key(spi.type(), ServiceClass.nameOf(provider.get())),
                  new Service(jar, provider)));
    }
  }

  /// The jar that has a name.
  Optional<Path> owner(Spi spi, String name) {
    return Optional.ofNullable(services.get(key(spi.type(), name))).map(Service::jar);
  }

  @Override
  public <B extends Backend> B find(Class<B> spi, String name) {
    Service service = services.get(key(spi, name.substring(name.indexOf('/') + 1)));
    if (service == null) {
      throw new UsageException("jcr itself has no " + spi.getSimpleName() + " '" + name + "'");
    }
    B found = spi.cast(service.provider().get());
    found.connect(this);
    return found;
  }

  private static String key(Class<?> spi, String name) {
    return spi.getName() + " " + name;
  }
}
