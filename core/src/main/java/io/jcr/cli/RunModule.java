package io.jcr.cli;

import com.google.inject.AbstractModule;
import io.jcr.api.ContainerSpec;
import io.jcr.init.ControlSocket;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.PluginFolder;
import io.jcr.runtime.StateRoot;
import io.jcr.spi.Filesystem;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.ResourceLimiter;
import java.util.List;

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
    var chosen = spec.backends();
    this.namespace =
        catalog.select(Namespace.class, "ns", chosen.get("ns"), List.of("clone"), facts);
    this.filesystem =
        catalog.select(Filesystem.class, "fs", chosen.get("fs"), List.of("overlay"), facts);
    this.network = catalog.select(Network.class, "net", chosen.get("net"), List.of("none"), facts);
    this.limiter =
        catalog.select(
            ResourceLimiter.class,
            "limiter",
            chosen.get("limiter"),
            List.of("cgroup-v2", "cgroup-v1", "cgroup-hybrid"),
            facts);
    this.facts = facts;
    this.libc = libc;
    this.stateRoot = stateRoot;
  }

  /// Loads the plugins and selects the backends of `spec`.
  ///
  /// @throws io.jcr.api.JcrException when one is unknown
  static RunModule select(ContainerSpec spec, HostOptions options, Libc libc) {
    boolean privileged = libc.geteuid() == 0;
    PluginFolder folder =
        new PluginFolder(
            HostOptions.home().resolve("plugins"), privileged && !options.allowUntrustedPlugins());
    BackendCatalog catalog = new BackendCatalog(folder, SPI_VERSION);
    catalog.rejected().forEach(reason -> System.err.println("jcr: " + reason));
    return new RunModule(catalog, spec, new LinuxHostFacts(), libc, options.stateRoot());
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
