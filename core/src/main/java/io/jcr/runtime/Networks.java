package io.jcr.runtime;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.UsageException;
import io.jcr.host.NetworkHost;
import io.jcr.runtime.Connection.Part;
import io.jcr.spi.Host;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlace;
import io.jcr.spi.NetworkPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The networks of a container, in the order of the command line (ADR 21). One alone is called as
/// if there could be no others. Each of several gets its place, a spec with its own options, and a
/// host of its own.
final class Networks {
  private final List<Network> chain;

  /// @param chain at least one
  Networks(List<Network> chain) {
    this.chain = List.copyOf(chain);
  }

  /// How a network is called: by name, so that its failures have one.
  interface Call {
    /// Does the work on behalf of a network.
    ///
    /// @param label such as `network veth`
    <T> T of(String label, Supplier<T> work);
  }

  /// All of them.
  List<Network> list() {
    return chain;
  }

  private boolean isOne() {
    return chain.size() == 1;
  }

  /// Has each check its own options. Whether they go together is seen when they have prepared.
  ///
  /// @throws UsageException for the first that refuses
  void validate(ContainerSpec spec) {
    if (isOne()) {
      chain.getFirst().validate(spec);
    } else {
      for (int i = 0; i < chain.size(); i++) {
        validate(i, spec);
      }
    }
    if (!spec.ports().isEmpty() && publisher() < 0) {
      throw new UsageException(
          "--publish="
              + spec.ports().getFirst()
              + ": --net="
              + chain.getFirst().name()
              + " publishes no ports (--net=veth does)");
    }
  }

  private void validate(int index, ContainerSpec spec) {
    Network network = chain.get(index);
    try {
      network.validate(own(spec, index));
    } catch (UsageException e) {
      throw named(e, network, index);
    }
  }

  /// Has each prepare its part.
  ///
  /// @throws UsageException when they do not go together
  Connection prepare(ContainerSpec spec, Host host, Call call) {
    Network first = chain.getFirst();
    if (isOne()) {
      String label = label(first);
      return Connection.of(label, call.of(label, () -> first.prepare(spec, host)));
    }
    NetworkFit fit = new NetworkFit();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      Part part = prepare(i, parts, spec, host, call);
      fit.add(part.plan(), part.place().of("--net=".concat(chain.get(i).name())));
      parts.add(part);
    }
    return Connection.of(parts);
  }

  private Part prepare(int index, List<Part> before, ContainerSpec spec, Host host, Call call) {
    Network network = chain.get(index);
    NetworkPlace place = place(index, before, host);
    String label = place.of(label(network));
    ContainerSpec own = own(spec, index);
    try {
      NetworkPlan plan = call.of(label, () -> network.prepare(own, place, own(host, index)));
      return new Part(label, place, plan);
    } catch (UsageException e) {
      throw named(e, network, index);
    }
  }

  /// Connects the container's process.
  void attach(Connection connection, ContainerSpec spec, long pid, Host host, Call call) {
    for (int i = 0; i < connection.parts().size(); i++) {
      Part part = connection.parts().get(i);
      if (part.plan().attach()) {
        call.of(part.label(), () -> attach(part, spec, pid, host));
      }
    }
  }

  private NetworkPlan attach(Part part, ContainerSpec spec, long pid, Host host) {
    int index = part.place().index();
    Network network = chain.get(index);
    if (isOne()) {
      network.attach(spec, part.plan(), pid, host);
    } else {
      network.attach(own(spec, index), part.plan(), part.place(), pid, own(host, index));
    }
    return part.plan();
  }

  private NetworkPlace place(int index, List<Part> before, Host host) {
    List<NetworkPlan> plans = new ArrayList<>();
    boolean routed = false;
    for (Part part : before) {
      plans.add(part.plan());
      routed |= part.plan().hasGateway() || isForeign(part.plan().namespace(), host);
    }
    return new NetworkPlace(
        index, chain.size(), "eth".concat(Integer.toString(index)), !routed, plans);
  }

  /// Whether a namespace was there before the container; it keeps its default route.
  private static boolean isForeign(@Nullable LinuxNamespace namespace, Host host) {
    Path file = namespace == null ? null : namespace.path();
    return file != null && !file.startsWith(host.paths().state());
  }

  /// A spec as if the network were the only one. Ports are for the first one that publishes them.
  private ContainerSpec own(ContainerSpec spec, int index) {
    Map<String, BackendChoice> backends = new HashMap<>(spec.backends());
    for (int i = 1; i < chain.size(); i++) {
      backends.remove(ContainerSpec.networkOption(i));
    }
    backends.put(ContainerSpec.networkOption(0), spec.networks().get(index));
    ContainerSpec own = spec.withBackends(backends);
    if (spec.ports().isEmpty() || index == publisher()) {
      return own;
    }
    Map<String, String> annotations = new HashMap<>(spec.annotations());
    annotations.remove(ContainerSpec.PORTS);
    return own.withAnnotations(annotations);
  }

  private static Host own(Host host, int index) {
    return index == 0 ? host : new NetworkHost(host, index);
  }

  /// The first one that publishes ports, from 0; -1 if none does.
  private int publisher() {
    for (int i = 0; i < chain.size(); i++) {
      if (chain.get(i).publishes()) {
        return i;
      }
    }
    return -1;
  }

  private static String label(Network network) {
    return "network ".concat(network.name());
  }

  /// A refusal that says which of the networks it is about.
  private UsageException named(UsageException refusal, Network network, int index) {
    String option = "--net=".concat(network.name());
    String which = option + " (" + NetworkPlace.ordinal(index) + " network)";
    String message = String.valueOf(refusal.getMessage());
    if (message.contains(which)) {
      return refusal;
    }
    return new UsageException(
        message.startsWith(option)
            ? which + message.substring(option.length())
            : which + ": " + message);
  }
}
