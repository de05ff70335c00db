package io.jcr.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.cli.session.Session;
import io.jcr.host.PortHold;
import io.jcr.init.ControlSocket;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.plugin.BackendCatalog;
import io.jcr.runtime.Backends;
import io.jcr.spi.Backend;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Network;
import io.jcr.spi.Spi;
import io.jcr.spi.SpiTable;
import io.jcr.state.StateRoot;
import java.util.ArrayList;
import java.util.List;

/// Binds the selected backends and what the pipeline needs beside them.
final class RunModule extends AbstractModule {
  private final Session session;
  private final List<Backend> chosen = new ArrayList<>();
  private final List<Network> more = new ArrayList<>();
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
    for (Spi<?> spi : session.jcr().spis()) {
      chosen.add(catalog.select(spi, spec.backends().get(spi.option()), facts));
    }
    List<BackendChoice> networks = spec.networks();
    for (int i = 1; i < networks.size(); i++) {
      more.add(catalog.select(SpiTable.NETWORK, networks.get(i), facts));
    }
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
    RunModule module = new RunModule(session, catalog, spec, new LinuxHostFacts(), libc, stateRoot);
    for (String sentence : catalog.untrusted()) {
      session.say(sentence);
    }
    return module;
  }

  @Override
  protected void configure() {
    Binder binder = binder().withSource(RunModule.class); // else Guice takes a stack trace for each
    SpiTable spis = session.jcr().spis();
    for (int i = 0; i < spis.size(); i++) {
      bind(binder, spis.get(i), chosen.get(i));
    }
    binder.bind(Backends.class).toInstance(new Backends(spis, chosen, more));
    binder.bind(HostFacts.class).toInstance(facts);
    binder.bind(Libc.class).toInstance(libc);
    binder.bind(StateRoot.class).toInstance(stateRoot);
    binder.bind(PortHold.class).toInstance(new PortHold());
    binder.bind(ControlSocket.class).toInstance(session.control(libc));
  }

  private static <B extends Backend> void bind(Binder binder, Spi<B> spi, Backend backend) {
    binder.bind(spi.type()).toInstance(spi.type().cast(backend));
  }
}
