package io.jcr.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.spi.Backend;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.SpiVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/// Opens a jar and finds out what it brings, and everything that keeps it from being used: its
/// manifest, its services files, the Java version of its classes, and at last whether its services
/// can be made. Done once a jar; an index keeps what was found.
final class JarInspection {
  static final List<Class<?>> SPIS =
      List.of(
          Namespace.class,
          Filesystem.class,
          Network.class,
          ResourceLimiter.class,
          CommandProvider.class);

  private static final String SERVICES = "META-INF/services/";
  private static final String SPI_PACKAGE = "io.jcr.spi.";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final String ID_RULE = "letters, digits, and '.', '_' and '-' between them";

  private final FoundJar jar;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<PluginDescription.Service> services = new ArrayList<>();

  /// Whether another inspection of the same jar may find something else.
  private boolean passing;

  private JarInspection(FoundJar jar) {
    this.jar = jar;
  }

  /// What was found.
  ///
  /// @param lasting whether it holds as long as the jar is not changed: what a plugin's own code
  ///   has thrown may depend on anything
  record Result(PluginDescription description, boolean lasting) {}

  static Result of(FoundJar jar) {
    JarInspection inspection = new JarInspection(jar);
    PluginDescription description = inspection.inspect();
    return new Result(description, !inspection.passing);
  }

  private PluginDescription inspect() {
    try (JarFile file = new JarFile(jar.path().toFile())) {
      Manifest manifest = file.getManifest();
      if (manifest == null) {
        return PluginDescription.unusable(
            "it has no manifest (META-INF/MANIFEST.MF with Plugin-Id and Plugin-Version)");
      }
      PluginDescription plugin = described(manifest.getMainAttributes());
      List<PluginDescription.Service> named = named(file);
      new JarContents(jar, file).check(named, problems, notes);
      if (problems.isEmpty()) {
        make(plugin, named);
      }
      return with(plugin, problems.isEmpty() ? services : List.of());
    } catch (IOException | RuntimeException e) {
      passing = !(e instanceof java.util.zip.ZipException);
      return PluginDescription.unusable("it is no jar: " + e.getMessage());
    }
  }

  private PluginDescription with(PluginDescription of, List<PluginDescription.Service> brought) {
    return new PluginDescription(
        of.id(),
        of.version(),
        of.requires(),
        of.provider(),
        of.description(),
        problems,
        notes,
        brought);
  }

  private PluginDescription described(Attributes manifest) {
    String id = value(manifest, "Plugin-Id");
    String version = value(manifest, "Plugin-Version");
    String requires = value(manifest, "Plugin-Requires");
    if (id.isEmpty()) {
      problems.add("its manifest has no Plugin-Id");
    } else if (!ID.matcher(id).matches()) {
      problems.add("its Plugin-Id '" + id + "' is no identifier: " + ID_RULE);
    }
    if (version.isEmpty()) {
      problems.add("its manifest has no Plugin-Version");
    }
    if (!value(manifest, "Plugin-Dependencies").isEmpty()) {
      problems.add(
          "it depends on other plugins (Plugin-Dependencies): put what it needs into its jar");
    }
    checkVersion(requires);
    return new PluginDescription(
        id,
        version,
        requires,
        value(manifest, "Plugin-Provider"),
        value(manifest, "Plugin-Description"),
        List.of(),
        List.of(),
        List.of());
  }

  private static String value(Attributes manifest, String name) {
    String value = manifest.getValue(name);
    return value == null ? "" : value.strip();
  }

  private void checkVersion(String requires) {
    try {
      if (!JarPluginManager.isCompatible(requires)) {
        problems.add("it requires SPI " + requires + ", this jcr has " + SpiVersion.CURRENT);
      } else if (requires.isEmpty()) {
        notes.add("its manifest has no Plugin-Requires: no version of the SPI is ever refused");
      }
    } catch (RuntimeException _) { // the library throws several
      problems.add(
          "its Plugin-Requires '"
              + requires
              + "' is no expression of versions, such as ~"
              + SpiVersion.CURRENT);
    }
  }

  /// What the services files name, without names by which the command line would call it.
  private List<PluginDescription.Service> named(JarFile file) throws IOException {
    List<PluginDescription.Service> named = new ArrayList<>();
    boolean any = false;
    for (Class<?> spi : SPIS) {
      JarEntry entry = file.getJarEntry(SERVICES + spi.getName());
      if (entry != null) {
        any = true;
        for (String type : lines(file, entry)) {
          named.add(new PluginDescription.Service(spi.getSimpleName(), "", type, ""));
        }
      }
    }
    file.stream()
        .map(JarEntry::getName)
        .filter(name -> name.startsWith(SERVICES + SPI_PACKAGE) && !known(name))
        .forEach(name -> notes.add(name + " is for no SPI that this jcr has"));
    if (!any) {
      problems.add(
          "it has no services file: META-INF/services/io.jcr.spi.Network, or Namespace, Filesystem,"
              + " ResourceLimiter, CommandProvider, with the name of a class");
    } else if (named.isEmpty()) {
      problems.add("its services files name no class");
    }
    return named;
  }

  private static boolean known(String entry) {
    return SPIS.stream().anyMatch(spi -> entry.equals(SERVICES + spi.getName()));
  }

  private static List<String> lines(JarFile file, JarEntry entry) throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .distinct()
          .toList();
    }
  }

  /// Makes each service once, to learn its name.
  private void make(PluginDescription plugin, List<PluginDescription.Service> named) {
    LoadedPlugin loaded = new LoadedPlugin(jar.path(), new JarPluginManager().load(jar, plugin));
    for (PluginDescription.Service service : named) {
      try {
        services.add(described(loaded, service));
      } catch (LoadedPlugin.Unmade e) {
        passing |= e.byItsOwnCode();
        problems.add(e.told());
      }
    }
    loaded.close();
  }

  private PluginDescription.Service described(
      LoadedPlugin loaded, PluginDescription.Service service) throws LoadedPlugin.Unmade {
    Class<?> spi =
        SPIS.stream()
            .filter(s -> s.getSimpleName().equals(service.spi()))
            .findFirst()
            .orElseThrow();
    Object made = loaded.make(spi, service.className());
    try {
      String name =
          made instanceof Backend backend ? backend.name() : ((CommandProvider) made).name();
      String summary = made instanceof CommandProvider command ? command.summary() : "";
      if (!NAME.matcher(String.valueOf(name)).matches()) {
        problems.add(
            "its class " + service.className() + " has the name '" + name + "': " + NAME_RULE);
      }
      return new PluginDescription.Service(
          service.spi(), String.valueOf(name), service.className(), String.valueOf(summary));
    } catch (RuntimeException | LinkageError e) {
      throw LoadedPlugin.Unmade.by(service.className(), e);
    }
  }

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final String NAME_RULE = "a name is lower case letters, digits and '-'";
}
