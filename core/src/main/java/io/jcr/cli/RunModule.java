package io.jcr.cli;

import com.google.inject.AbstractModule;
import io.jcr.api.ContainerSpec;
import io.jcr.api.PluginException;
import io.jcr.cli.session.Session;
import io.jcr.init.ControlSocket;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.plugin.BackendCatalog;
import io.jcr.runtime.StateRoot;
import io.jcr.spi.Backend;
import io.jcr.spi.Filesystem;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.ResourceLimiter;

/// Binds the selected backends and what the pipeline needs beside them.
final class RunModule extends AbstractModule {
  private final Session session;
  private final BackendCatalog catalog;
  private final Namespace namespace;
  private final Filesystem filesystem;
  private final Network network;
  private final ResourceLimiter limiter;
  private final HostFacts facts;
  private final Libc libc;
  private final StateRoot stateRoot;

  private RunModule(
      Session session,
      BackendCatalog catalog,
      ContainerSpec spec,
      HostFacts facts,
      Libc libc,
      StateRoot stateRoot) {
    this.session = session;
    this.catalog = catalog;
    Selector selector = new Selector(catalog, spec, facts);
    this.namespace = selector.select(Spi.NAMESPACE, Namespace.class);
    this.filesystem = selector.select(Spi.FILESYSTEM, Filesystem.class);
    this.network = selector.select(Spi.NETWORK, Network.class);
    this.limiter = selector.select(Spi.LIMITER, ResourceLimiter.class);
    this.facts = facts;
    this.libc = libc;
    this.stateRoot = stateRoot;
  }

  /// Finds the plugins and selects the backends of `spec`.
  ///
  /// @throws io.jcr.api.JcrException when one is unknown
  static RunModule select(
      Session session, ContainerSpec spec, PluginOptions plugins, StateRoot stateRoot, Libc libc) {
    BackendCatalog catalog = plugins.catalog(stateRoot, libc);
    try {
      RunModule module =
          new RunModule(session, catalog, spec, new LinuxHostFacts(), libc, stateRoot);
      for (String sentence : catalog.untrusted()) {
        session.say(sentence);
      }
      return module;
    } catch (LinkageError e) {
      throw explained(catalog, e);
    }
  }

  /// What has failed since a plugin was made for another SPI, as a sentence that names the plugin.
  ///
  /// @throws LinkageError the same when no plugin has to do with it
  PluginException explained(LinkageError failure) {
    return explained(catalog, failure);
  }

  private static PluginException explained(BackendCatalog catalog, LinkageError failure) {
    return catalog.explain(failure).orElseThrow(() -> failure);
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
    bind(ControlSocket.class).toInstance(session.control(libc));
  }
}
