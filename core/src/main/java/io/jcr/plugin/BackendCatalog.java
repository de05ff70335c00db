package io.jcr.plugin;

import io.jcr.api.BackendChoice;
import io.jcr.api.PluginException;
import io.jcr.api.UsageException;
import io.jcr.spi.Backend;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Support;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/// The backends that the plugin jars of a folder bring.
public final class BackendCatalog {
  private final List<PluginWrapper> plugins = new ArrayList<>();
  private final List<String> rejected = new ArrayList<>();

  /// Loads the jars. One that cannot be used is [#rejected], the others work.
  ///
  /// @param spiVersion what the jars' Plugin-Requires is compared with
  public BackendCatalog(PluginFolder folder, String spiVersion) {
    PluginManager manager = new JarPluginManager(folder, spiVersion);
    for (Path jar : folder.jars()) {
      try {
        accept(manager.getPlugin(manager.loadPlugin(jar)), spiVersion);
      } catch (RuntimeException e) {
        reject(jar, reason(jar, e));
      }
    }
  }

  private void accept(PluginWrapper plugin, String spiVersion) {
    PluginDescriptor descriptor = plugin.getDescriptor();
    if (plugin.getPluginState() == PluginState.DISABLED) {
      reject(
          plugin.getPluginPath(),
          "it requires SPI " + descriptor.getRequires() + ", this jcr has " + spiVersion);
    } else if (!descriptor.getDependencies().isEmpty()) {
      reject(
          plugin.getPluginPath(),
          "it depends on other plugins (Plugin-Dependencies): put what it needs into its jar");
    } else {
      plugins.add(plugin);
    }
  }

  /// What is wrong with a jar that pf4j cannot load: it may have thrown anything.
  private String reason(Path jar, RuntimeException failure) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest() == null ? new Manifest() : file.getManifest();
      for (String attribute : List.of("Plugin-Id", "Plugin-Version")) {
        if (manifest.getMainAttributes().getValue(attribute) == null) {
          return "its manifest has no " + attribute;
        }
      }
      String id = manifest.getMainAttributes().getValue("Plugin-Id");
      return plugins.stream().anyMatch(plugin -> plugin.getPluginId().equals(id))
          ? "another jar has its Plugin-Id '" + id + "': remove one"
          : "its manifest is malformed: " + failure.getMessage();
    } catch (IOException e) {
      return "it is no jar: " + e.getMessage();
    }
  }

  /// One sentence for each jar that is not used.
  public List<String> rejected() {
    return List.copyOf(rejected);
  }

  /// The sub-commands, sorted by name.
  ///
  /// @throws PluginException when two plugins bring the same one
  public List<CommandProvider> commands() {
    Map<String, CommandProvider> byName = new TreeMap<>();
    for (PluginWrapper plugin : plugins) {
      for (CommandProvider command : services(CommandProvider.class, plugin)) {
        if (byName.put(command.name(), command) != null) {
          throw new PluginException(
              "command '" + command.name() + "' is in two plugins: remove one", null);
        }
      }
    }
    return List.copyOf(byName.values());
  }

  /// All backends of an SPI.
  public <T extends Backend> List<T> all(Class<T> spi) {
    return List.copyOf(backends(spi).values());
  }

  /// Finds the backend that was chosen, else the first of `defaults` that can run on this host,
  /// else the last of them: whoever runs it asks it why it cannot.
  ///
  /// @param spi which SPI
  /// @param option the SPI's option, such as `net`
  /// @param choice what the command line says, or null for the default
  /// @param defaults names in the order of preference
  /// @throws UsageException when there is no such backend; it lists those that are
  public <T extends Backend> T select(
      Class<T> spi,
      String option,
      @Nullable BackendChoice choice,
      List<String> defaults,
      HostFacts facts) {
    Map<String, T> known = backends(spi);
    if (choice != null) {
      return named(known, option, choice.name());
    }
    return defaults.stream()
        .map(name -> named(known, option, name))
        .filter(
            backend -> defaults.size() == 1 || backend.probe(facts) instanceof Support.Supported)
        .findFirst()
        .orElseGet(() -> named(known, option, defaults.getLast()));
  }

  private static <T> T named(Map<String, T> known, String option, String name) {
    T backend = known.get(name);
    if (backend == null) {
      throw new UsageException(
          "--" + option + "=" + name + ": no such backend: known are " + list(known));
    }
    return backend;
  }

  private static String list(Map<String, ?> known) {
    return known.isEmpty()
        ? "none (is the plugins folder there?)"
        : String.join(", ", known.keySet());
  }

  private <T extends Backend> Map<String, T> backends(Class<T> spi) {
    Map<String, T> byName = new LinkedHashMap<>();
    Map<String, Path> jars = new LinkedHashMap<>();
    for (PluginWrapper plugin : plugins) {
      for (T backend : services(spi, plugin)) {
        Path other = jars.put(backend.name(), plugin.getPluginPath());
        if (other != null) {
          throw new PluginException(
              "backend '"
                  + backend.name()
                  + "' is in two plugins: "
                  + other
                  + " and "
                  + plugin.getPluginPath()
                  + ": remove one",
              null);
        }
        byName.put(backend.name(), backend);
      }
    }
    return byName;
  }

  /// What the services file of this one jar names: a class loader also answers with the services of
  /// its parent.
  private static <T> List<T> services(Class<T> spi, PluginWrapper plugin) {
    ClassLoader loader = plugin.getPluginClassLoader();
    try {
      return ServiceLoader.load(spi, loader).stream()
          .filter(provider -> loader.equals(provider.type().getClassLoader()))
          .map(ServiceLoader.Provider::get)
          .toList();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new PluginException("plugin " + plugin.getPluginPath() + ": " + told(e), e);
    }
  }

  private static String told(Error e) {
    return e instanceof NoClassDefFoundError
        ? "class " + e.getMessage() + " is neither in it nor in jcr's SPI"
        : String.valueOf(e.getMessage());
  }

  private void reject(Path jar, String reason) {
    rejected.add("plugin " + jar + " is not used: " + reason);
  }
}
