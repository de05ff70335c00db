package io.jcr.spi.contract;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Host;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.contract.Promises.Mutant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a wrong backend does wrong is noticed by the contract.
class NetworkContractTest {
  @Test
  void eachPromiseIsKeptAndNoticedWhenBroken() {
    new Promises<Network>(Of::new, Set.of(NetworkContract.class), new SampleNetwork(), mutants())
        .assertEachIsKeptAndNoticedWhenBroken();
  }

  private static Map<String, Mutant<Network>> mutants() {
    Map<String, Mutant<Network>> mutants = new HashMap<>();
    mutants.put(
        "thePlanIsDataThatInitUnderstands",
        Mutant.of(planning(plan -> inside(plan, new InitOp.Setsid()))));
    mutants.put(
        "theNamespaceIsANetworkNamespace",
        Mutant.of(planning(plan -> in(plan, LinuxNamespace.create(NamespaceType.UTS)))));
    mutants.put("inTheHostsOwnNamespaceNothingIsDone", Mutant.of(planning(plan -> in(plan, null))));
    mutants.put(
        "whatIsWrittenToResolvConfIsLines",
        Mutant.of(planning(plan -> resolving(plan, "nameserver 10.1.2.1"))));
    mutants.put("aNewNamespaceHasItsLoopbackUp", Mutant.of(planning(NetworkContractTest::silent)));
    mutants.put(
        "theNamesForEtcHostsHaveAddresses",
        Mutant.of(planning(plan -> naming(plan, Map.of("gateway", "10.1.2.001")))));
    mutants.put("twoContainersShareNoAddressAndNoInterface", Mutant.of(new OneAddress()));
    mutants.put("interfaceNamesFitTheKernel", Mutant.of(new LongNames()));
    mutants.put("onlyAPlanThatAsksForItIsAttached", Mutant.of(new Unattached()));
    return mutants;
  }

  private static Network planning(UnaryOperator<NetworkPlan> change) {
    return new SampleNetwork() {
      @Override
      public NetworkPlan prepare(ContainerSpec spec, Host host) {
        return change.apply(super.prepare(spec, host));
      }
    };
  }

  private static NetworkPlan in(NetworkPlan p, LinuxNamespace namespace) {
    return new NetworkPlan(
        namespace, p.inside(), p.attach(), p.address(), p.hosts(), p.resolvConf(), p.facts());
  }

  private static NetworkPlan inside(NetworkPlan p, InitOp more) {
    List<InitOp> all = Stream.concat(p.inside().stream(), Stream.of(more)).toList();
    return new NetworkPlan(
        p.namespace(), all, p.attach(), p.address(), p.hosts(), p.resolvConf(), p.facts());
  }

  private static NetworkPlan silent(NetworkPlan p) {
    return new NetworkPlan(
        p.namespace(), List.of(), p.attach(), p.address(), p.hosts(), p.resolvConf(), p.facts());
  }

  private static NetworkPlan resolving(NetworkPlan p, String text) {
    return new NetworkPlan(
        p.namespace(), p.inside(), p.attach(), p.address(), p.hosts(), text, p.facts());
  }

  private static NetworkPlan naming(NetworkPlan p, Map<String, String> hosts) {
    return new NetworkPlan(
        p.namespace(), p.inside(), p.attach(), p.address(), hosts, p.resolvConf(), p.facts());
  }

  /// Asks for a free address, and gives everyone the same.
  private static final class OneAddress extends SampleNetwork {
    @Override
    public NetworkPlan prepare(ContainerSpec spec, Host host) {
      NetworkPlan p = super.prepare(spec, host);
      return new NetworkPlan(
          p.namespace(),
          p.inside(),
          true,
          Ipv4Prefix.parse("10.1.2.9/24"),
          p.hosts(),
          p.resolvConf(),
          p.facts());
    }
  }

  /// Takes the container's name for the interface's: an error of the kernel's rules, not of ours.
  private static final class LongNames extends SampleNetwork {
    @Override
    String interfaceName(ContainerSpec spec) {
      return spec.id().length() > 15 ? "a:b" : "s" + spec.id();
    }
  }

  /// Forgets to say that it wants to be called.
  private static final class Unattached extends SampleNetwork {
    @Override
    public NetworkPlan prepare(ContainerSpec spec, Host host) {
      NetworkPlan p = super.prepare(spec, host);
      return new NetworkPlan(
          p.namespace(), p.inside(), false, p.address(), p.hosts(), p.resolvConf(), p.facts());
    }
  }

  private static final class Of extends NetworkContract {
    private final Network backend;

    Of(Network backend) {
      this.backend = backend;
    }

    @Override
    protected Network backend() {
      return backend;
    }
  }
}
