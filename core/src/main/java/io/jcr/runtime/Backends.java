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

/// The backends selected for a run, one of each kind.
public final class Backends {
  private final SpiTable spis;
  private final List<Backend> chosen;

  /// @param spis the kinds
  /// @param chosen the backend of each kind, in the order of the table
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

  /// The name of each backend, by the option that selects it.
  Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < chosen.size(); i++) {
      names.put(spis.get(i).option(), chosen.get(i).name());
    }
    return names;
  }

  /// Asks each backend whether it can run here. Changes nothing.
  ///
  /// @throws UnsupportedException for the first one that cannot
  void probe(HostFacts facts) {
    for (Backend backend : chosen) {
      if (backend.probe(facts) instanceof Support.Unsupported(String reason, String remedy)) {
        throw new UnsupportedException(label(backend), reason, remedy);
      }
    }
  }

  /// Has the namespace backend check its options in `spec`. It goes first, because the others check
  /// the namespaces that it prepares.
  ///
  /// @throws UsageException when an option is invalid
  void validateNamespace(ContainerSpec spec) {
    namespace().validate(spec);
  }

  /// Has each of the others check its options in `spec`, and whether it supports the spec. Changes
  /// nothing.
  ///
  /// @param spec with its final namespaces
  /// @throws UsageException for the first one that refuses
  void validate(ContainerSpec spec) {
    for (Backend backend : chosen) {
      if (!backend.equals(namespace())) {
        backend.validate(spec);
      }
    }
    if (!spec.linux().cgroupsPath().isEmpty() && !limiter().placesCgroups()) {
      throw new UsageException(
          "linux.cgroupsPath '"
              + spec.linux().cgroupsPath()
              + "': --limiter="
              + limiter().name()
              + " creates no cgroup there (leave out --cgroup-parent, or use cgroup-v1, cgroup-v2"
              + " or cgroup-hybrid)");
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

  /// Calls a backend. If a kernel call fails in it, the exception names the backend.
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

  /// The name of a backend in a sentence: `network veth`.
  String label(Backend backend) {
    return spis.get(chosen.indexOf(backend)).word() + " " + backend.name();
  }
}
