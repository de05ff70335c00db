package io.jcr.plugin;

import io.jcr.spi.SpiVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.BasePluginRepository;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginManager;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.util.JarFileFilter;

/// pf4j as jcr uses it: it loads the jars it is given, each with its own class loader, and no files
/// in the folder enable or disable anything. [JarInspection] has already found out what the jars
/// are and whether they can be used, so pf4j, whose own finders drop jars silently, reads neither
/// folders nor manifests.
final class JarPluginManager extends DefaultPluginManager {
  private final Map<Path, PluginDescription> described = new HashMap<>();
  private final Map<Path, FoundJar> jars = new HashMap<>();
  private final ClassLoader host = new HostClasses(JarPluginManager.class.getClassLoader());

  JarPluginManager() {
    super(List.of());
    setSystemVersion(SpiVersion.CURRENT);
  }

  /// Loads a jar.
  PluginWrapper load(FoundJar jar, PluginDescription description) {
    Path path = jar.path();
    described.put(path, description);
    jars.put(path, jar);
    return getPlugin(loadPlugin(path));
  }

  /// Closes the loaded jars.
  void closeJars() {
    for (PluginWrapper plugin : getPlugins()) {
      try {
        ((PluginClassLoader) plugin.getPluginClassLoader()).close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Whether a plugin that requires the SPI versions `requires` is compatible with this one.
  ///
  /// @throws RuntimeException when that is not a version expression
  static boolean isCompatible(String requires) {
    return requires.isEmpty()
        || new DefaultVersionManager().checkVersionConstraint(SpiVersion.CURRENT, requires);
  }

  @Override
  protected PluginRepository createPluginRepository() {
    return new BasePluginRepository(getPluginsRoots(), new JarFileFilter());
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new Described();
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new HostFirstLoader();
  }

  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new AlwaysEnabled();
  }

  /// Plugins do not depend on each other. With pf4j's resolution, one missing dependency would make
  /// every later plugin fail to load.
  @Override
  protected void resolvePlugins() {}

  /// Already checked when the jar was inspected.
  @Override
  protected boolean isPluginValid(PluginWrapper plugin) {
    return true;
  }

  private final class Described implements PluginDescriptorFinder {
    @Override
    public boolean isApplicable(Path jar) {
      return described.containsKey(jar);
    }

    @Override
    public PluginDescriptor find(Path jar) {
      PluginDescription plugin = described.get(jar);
      if (plugin == null) {
        throw new IllegalStateException("not described: " + jar);
      }
      return new DefaultPluginDescriptor(
          plugin.id(),
          plugin.description(),
          "",
          plugin.version(),
          plugin.requires(),
          plugin.provider(),
          "");
    }
  }

  private final class HostFirstLoader implements PluginLoader {
    @Override
    public boolean isApplicable(Path jar) {
      return jars.containsKey(jar);
    }

    @Override
    public ClassLoader loadPlugin(Path jar, PluginDescriptor descriptor) {
      PluginClassLoader loader = new HostFirstClassLoader(JarPluginManager.this, descriptor, host);
      loader.addFile(jar.toFile());
      FoundJar found = jars.get(jar);
      for (Path library : found == null ? List.<Path>of() : found.libraryJars()) {
        loader.addFile(library.toFile());
      }
      return loader;
    }
  }

  /// A plugin's own classes come first, so that plugins can bring any version of a library; the
  /// SPI's classes always come from jcr ([HostClasses]).
  static final class HostFirstClassLoader extends PluginClassLoader {
    HostFirstClassLoader(PluginManager manager, PluginDescriptor descriptor, ClassLoader parent) {
      super(manager, descriptor, parent, ClassLoadingStrategy.PDA);
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      return HostClasses.has(name) ? getParent().loadClass(name) : super.loadClass(name);
    }

    boolean defines(String name) {
      return findLoadedClass(name) != null;
    }
  }

  private static final class AlwaysEnabled implements PluginStatusProvider {
    @Override
    public boolean isPluginDisabled(String pluginId) {
      return false;
    }

    @Override
    public void disablePlugin(String pluginId) {
      throw new IllegalStateException("plugins are removed, not disabled: " + pluginId);
    }

    @Override
    public void enablePlugin(String pluginId) {}
  }
}
