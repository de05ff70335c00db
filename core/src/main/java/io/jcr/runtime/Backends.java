package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.OwnLimits;
import io.jcr.api.UnsupportedException;
import io.jcr.api.UsageException;
import io.jcr.host.HostLog;
import io.jcr.linux.ProbedCause;
import io.jcr.spi.Backend;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.Spi;
import io.jcr.spi.SpiTable;
import io.jcr.spi.Support;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The backends selected for a run: one of each kind, and of networks one or more.
public final class Backends {
  private final SpiTable spis;
  private final List<Backend> chosen;
  private final Networks networks;

  /// @param spis the kinds
  /// @param chosen the backend of each kind, in the order of the table
  public Backends(SpiTable spis, List<Backend> chosen) {
    this(spis, chosen, List.of());
  }

  /// @param spis the kinds
  /// @param chosen the backend of each kind, in the order of the table; of networks the first
  /// @param more the other networks, in their order
  public Backends(SpiTable spis, List<Backend> chosen, List<Network> more) {
    this.spis = spis;
    this.chosen = List.copyOf(chosen);
    List<Network> all = new ArrayList<>(more);
    all.addFirst(get(SpiTable.NETWORK));
    this.networks = new Networks(all);
  }

  Namespace namespace() {
    return get(SpiTable.NAMESPACE);
  }

  Filesystem filesystem() {
    return get(SpiTable.FILESYSTEM);
  }

  Networks networks() {
    return networks;
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
    List<Network> all = networks.list();
    for (int i = 1; i < all.size(); i++) {
      names.put(ContainerSpec.networkOption(i), all.get(i).name());
    }
    return names;
  }

  /// Asks each backend whether it can run here. Changes nothing.
  ///
  /// @throws UnsupportedException for the first one that cannot
  void probe(HostFacts facts) {
    for (Backend backend : chosen) {
      probe(label(backend), backend, facts);
    }
    List<Network> all = networks.list();
    for (int i = 1; i < all.size(); i++) {
      probe("network ".concat(all.get(i).name()), all.get(i), facts);
    }
  }

  private static void probe(String label, Backend backend, HostFacts facts) {
    if (backend.probe(facts) instanceof Support.Unsupported(String reason, String remedy)) {
      throw new UnsupportedException(label, reason, remedy);
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
    for (Spi<?> spi : spis) {
      if (spi.type() == Network.class) {
        networks.validate(spec);
      } else if (spi.type() != Namespace.class) {
        if (spi.type() == ResourceLimiter.class) {
          checkLimits(spec);
        }
        get(spi).validate(spec);
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
  }

  /// Those that only the limiter knows. What comes from a command line was checked before.
  private void checkLimits(ContainerSpec spec) {
    OwnLimits given = OwnLimits.of(spec);
    ParsedOptions.limits(limiter(), given);
    for (String name : given.values().keySet()) {
      if (limiter().ownLimits().stream().noneMatch(limit -> limit.key().equals(name))) {
        throw new UsageException(
            "the container has the limit '"
                + name
                + "', which --limiter="
                + limiter().name()
                + " doesn't know");
      }
    }
  }

  /// Calls a backend. If a kernel call fails in it, the exception names the backend.
  <T> T call(Backend backend, HostFacts facts, HostLog log, Supplier<T> work) {
    return call(label(backend), facts, log, work);
  }

  /// Has the networks prepare.
  Connection connect(ContainerSpec spec, Host host, HostFacts facts, HostLog log) {
    return networks.prepare(spec, host, calling(facts, log));
  }

  /// Has the networks connect the process.
  void attach(
      Connection connection,
      ContainerSpec spec,
      long pid,
      Host host,
      HostFacts facts,
      HostLog log) {
    networks.attach(connection, spec, pid, host, calling(facts, log));
  }

  private static Networks.Call calling(HostFacts facts, HostLog log) {
    return new Networks.Call() {
      @Override
      public <T> T of(String label, Supplier<T> work) {
        return call(label, facts, log, work);
      }
    };
  }

  private static <T> T call(String label, HostFacts facts, HostLog log, Supplier<T> work) {
    log.ask(label);
    try {
      return work.get();
    } catch (ErrnoException e) {
      throw new HostException(label, e, ProbedCause.of(e, facts));
    } catch (HostException e) {
      throw e.in(label);
    } finally {
      log.ask("jcr");
    }
  }

  /// The name of a backend in a sentence: `network veth`.
  String label(Backend backend) {
    return spis.get(chosen.indexOf(backend)).word() + " " + backend.name();
  }
}
