package io.jcr.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// The names that jcr's own plugins have taken.
///
/// @param jars the jar that has a name, by SPI and name
record BundledNames(Map<String, Path> jars) {
  /// Looks into the jars of a folder, except that of the plugin `id` itself.
  static BundledNames of(Path folder, String id) throws IOException {
    Map<String, Path> names = new LinkedHashMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder, 2)) {
        for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
          add(jar, id, names);
        }
      }
    }
    return new BundledNames(names);
  }

  private static void add(Path jar, String id, Map<String, Path> names) throws IOException {
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
    try (PluginClasses classes = new PluginClasses(jars)) {
      for (Spi spi : plugin.services().keySet()) {
        ServiceLoader.load(spi.type(), classes)
            .forEach(made -> names.put(key(spi, ServiceClass.nameOf(made)), jar));
      }
    }
  }

  /// The jar that has it.
  Optional<Path> owner(Spi spi, String name) {
    return Optional.ofNullable(jars.get(key(spi, name)));
  }

  private static String key(Spi spi, String name) {
    return spi.option() + " " + name;
  }
}
