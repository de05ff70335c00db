package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.UnsupportedException;
import io.jcr.api.UsageException;
import io.jcr.host.HostLog;
import io.jcr.spi.Backend;
import io.jcr.spi.Filesystem;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.Spi;
import io.jcr.spi.SpiTable;
import io.jcr.spi.Support;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The backends that were selected for a run, one of each kind.
public final class Backends {
  private final SpiTable spis;
  private final List<Backend> chosen;

  /// @param spis the kinds
  /// @param chosen for each kind the backend, in the order of the table
  public Backends(SpiTable spis, List<Backend> chosen) {
    this.spis = spis;
    this.chosen = List.copyOf(chosen);
  }

  Namespace namespace() {
    return get(SpiTable.NAMESPACE);
  }

  Filesystem filesystem() {
    return get(SpiTable.FILESYSTEM);
  }

  Network network() {
    return get(SpiTable.NETWORK);
  }

  ResourceLimiter limiter() {
    return get(SpiTable.LIMITER);
  }

  /// The backend of a kind.
  <B extends Backend> B get(Spi<B> spi) {
    return spi.type().cast(chosen.get(spis.indexOf(spi)));
  }

  /// The name of each, by the option that selects it.
  Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < chosen.size(); i++) {
      names.put(spis.get(i).option(), chosen.get(i).name());
    }
    return names;
  }

  /// Asks each whether it can run here. Nothing is changed.
  ///
  /// @throws UnsupportedException for the first that cannot
  void probe(HostFacts facts) {
    for (Backend backend : chosen) {
      if (backend.probe(facts) instanceof Support.Unsupported(String reason, String remedy)) {
        throw new UnsupportedException(label(backend), reason, remedy);
      }
    }
  }

  /// Asks the namespace backend whether it understands its options in `spec`: what it prepares is
  /// what the others are asked about.
  ///
  /// @throws UsageException when it does not
  void validateNamespace(ContainerSpec spec) {
    namespace().validate(spec);
  }

  /// Asks each of the others whether it understands its options in `spec` and can do what that
  /// wants. Nothing is changed.
  ///
  /// @param spec with the namespaces that it gets
  /// @throws UsageException for the first that does not
  void validate(ContainerSpec spec) {
    for (Backend backend : chosen) {
      if (!backend.equals(namespace())) {
        backend.validate(spec);
      }
    }
    if (!spec.ports().isEmpty() && !network().publishes()) {
      throw new UsageException(
          "--publish="
              + spec.ports().getFirst()
              + ": --net="
              + network().name()
              + " publishes no ports (--net=veth does)");
    }
  }

  /// Runs a call into a backend; a kernel call that failed in it is reported in the backend's name.
  <T> T call(Backend backend, HostFacts facts, HostLog log, Supplier<T> work) {
    log.ask(label(backend));
    try {
      return work.get();
    } catch (ErrnoException e) {
      throw new HostException(label(backend), e, ProbedCause.of(e, facts));
    } catch (HostException e) {
      throw e.in(label(backend));
    } finally {
      log.ask("jcr");
    }
  }

  /// A backend in a sentence: `network veth`.
  String label(Backend backend) {
    return spis.get(chosen.indexOf(backend)).word() + " " + backend.name();
  }
}
