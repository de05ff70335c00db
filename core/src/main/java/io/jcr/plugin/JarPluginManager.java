package io.jcr.plugin;

import java.nio.file.Path;
import java.util.List;
import org.pf4j.BasePluginRepository;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.DefaultPluginManager;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.util.JarFileFilter;

/// pf4j as jcr uses it: jars only, described by their manifests, each with a class loader of its
/// own; nothing is enabled or disabled by files in the folder. Extensions are found by
/// `ServiceLoader` ([BackendCatalog]), not by pf4j, whose finder drops jars silently.
final class JarPluginManager extends DefaultPluginManager {
  private final PluginFolder folder;

  JarPluginManager(PluginFolder folder, String spiVersion) {
    super(List.of(folder.path()));
    this.folder = folder;
    setSystemVersion(spiVersion);
  }

  @Override
  protected PluginRepository createPluginRepository() {
    return new BasePluginRepository(getPluginsRoots(), new JarFileFilter());
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new ManifestPluginDescriptorFinder();
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new HostFirstLoader(this);
  }

  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new AlwaysEnabled();
  }

  /// Plugins do not depend on each other: one whose dependency is missing would make the loading of
  /// all that come after it fail.
  @Override
  protected void resolvePlugins() {}

  private record HostFirstLoader(JarPluginManager manager) implements PluginLoader {
    @Override
    public boolean isApplicable(Path jar) {
      return jar.toString().endsWith(".jar");
    }

    @Override
    public ClassLoader loadPlugin(Path jar, PluginDescriptor descriptor) {
      PluginClassLoader loader =
          new HostFirstClassLoader(manager, descriptor, getClass().getClassLoader());
      loader.addFile(jar.toFile());
      manager.folder.libraries(jar).forEach(library -> loader.addFile(library.toFile()));
      return loader;
    }
  }

  /// A plugin's own classes come first, so that plugins may bring libraries of any version; the
  /// SPI's classes always come from jcr, even if the jar holds a copy: otherwise its backends would
  /// implement another interface of the same name.
  private static final class HostFirstClassLoader extends PluginClassLoader {
    private static final List<String> HOST = List.of("io.jcr.api.", "io.jcr.spi.", "org.slf4j.");

    HostFirstClassLoader(PluginManager manager, PluginDescriptor descriptor, ClassLoader parent) {
      super(manager, descriptor, parent, ClassLoadingStrategy.PDA);
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      return HOST.stream().anyMatch(name::startsWith)
          ? getParent().loadClass(name)
          : super.loadClass(name);
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
