package io.jcr.cli;

import com.google.inject.AbstractModule;
import io.jcr.api.ContainerSpec;
import io.jcr.init.ControlSocket;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.PluginFolder;
import io.jcr.runtime.StateRoot;
import io.jcr.spi.Backend;
import io.jcr.spi.Filesystem;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.ResourceLimiter;

/// Binds the selected backends and what the pipeline needs beside them.
final class RunModule extends AbstractModule {
  /// The version of `io.jcr.spi` and `io.jcr.api`, which plugins require.
  private static final String SPI_VERSION = "0.1.0";

  private final Namespace namespace;
  private final Filesystem filesystem;
  private final Network network;
  private final ResourceLimiter limiter;
  private final HostFacts facts;
  private final Libc libc;
  private final StateRoot stateRoot;

  private RunModule(
      BackendCatalog catalog, ContainerSpec spec, HostFacts facts, Libc libc, StateRoot stateRoot) {
    Selector selector = new Selector(catalog, spec, facts);
    this.namespace = selector.select(Spi.NAMESPACE, Namespace.class);
    this.filesystem = selector.select(Spi.FILESYSTEM, Filesystem.class);
    this.network = selector.select(Spi.NETWORK, Network.class);
    this.limiter = selector.select(Spi.LIMITER, ResourceLimiter.class);
    this.facts = facts;
    this.libc = libc;
    this.stateRoot = stateRoot;
  }

  /// Loads the plugins and selects the backends of `spec`.
  ///
  /// @throws io.jcr.api.JcrException when one is unknown
  static RunModule select(ContainerSpec spec, HostOptions options, Libc libc) {
    return new RunModule(
        catalog(options, libc), spec, new LinuxHostFacts(), libc, options.stateRoot());
  }

  /// Opens the plugin jars; says which cannot be used.
  static BackendCatalog catalog(HostOptions options, Libc libc) {
    boolean privileged = libc.geteuid() == 0;
    PluginFolder folder =
        new PluginFolder(
            HostOptions.home().resolve("plugins"), privileged && !options.allowUntrustedPlugins());
    BackendCatalog catalog = new BackendCatalog(folder, SPI_VERSION);
    catalog.rejected().forEach(reason -> System.err.println("jcr: " + reason));
    return catalog;
  }

  private record Selector(BackendCatalog catalog, ContainerSpec spec, HostFacts facts) {
    <T extends Backend> T select(Spi spi, Class<T> type) {
      return catalog.select(
          type, spi.option(), spec.backends().get(spi.option()), spi.defaults(), facts);
    }
  }

  @Override
  protected void configure() {
    bind(Namespace.class).toInstance(namespace);
    bind(Filesystem.class).toInstance(filesystem);
    bind(Network.class).toInstance(network);
    bind(ResourceLimiter.class).toInstance(limiter);
    bind(HostFacts.class).toInstance(facts);
    bind(Libc.class).toInstance(libc);
    bind(StateRoot.class).toInstance(stateRoot);
    bind(ControlSocket.class).toInstance(ControlSocket.inherited(libc, System.getenv()));
  }
}
