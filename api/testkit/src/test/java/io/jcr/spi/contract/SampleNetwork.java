package io.jcr.spi.contract;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.MacAddress;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.spi.BackendOption;
import io.jcr.spi.BackendOptions;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.OptionType;
import io.jcr.spi.Support;
import io.jcr.spi.VethPair;
import java.util.List;
import java.util.Map;

/// A backend that keeps all promises: a veth pair and the first free of 200 addresses; a mutant
/// overrides what it does wrong.
public class SampleNetwork implements Network {
  @Override
  public String name() {
    return "sample";
  }

  @Override
  public Support probe(HostFacts facts) {
    return facts.hasFilesystem("proc")
        ? Support.yes()
        : Support.no("there is no proc(5)", "mount it");
  }

  @Override
  public List<BackendOption> options() {
    return List.of(
        BackendOption.value("mtu", new OptionType.Text("NUMBER"), "the largest packet")
            .withExample("1400"));
  }

  @Override
  public void validate(ContainerSpec spec) {
    BackendOptions options = BackendOptions.of("--net=sample", spec.options("net"));
    options
        .value("mtu", "NUMBER")
        .filter(mtu -> !mtu.matches("[0-9]{3,4}"))
        .ifPresent(mtu -> {
          throw new UsageException("--net=sample: mtu: '" + mtu + "' is not 100 to 9999");
        });
    options.refuseOthers();
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, Host host) {
    Ipv4Prefix address = new Ipv4Prefix(Ipv4.parse("10.1.2." + free(host)), 24);
    host.ensureBridge("br0", new Ipv4Prefix(Ipv4.parse("10.1.2.1"), 24));
    return new NetworkPlan(
        LinuxNamespace.create(NamespaceType.NETWORK),
        List.of(new InitOp.Rtnetlink(List.of(new LinkUp("lo")))),
        true,
        address,
        Map.of("gateway", "10.1.2.1"),
        "nameserver 10.1.2.1\n",
        Map.of());
  }

  private static int free(Host host) {
    int last = 2;
    while (host.lease("sample", "10.1.2." + last).isPresent()) {
      last++;
    }
    return last;
  }

  @Override
  public void attach(ContainerSpec spec, NetworkPlan plan, long pid, Host host) {
    host.createVeth(pair(interfaceName(spec), pid, plan));
  }

  String interfaceName(ContainerSpec spec) {
    return "s" + Integer.toHexString(spec.id().hashCode());
  }

  static VethPair pair(String name, long pid, NetworkPlan plan) {
    Ipv4 address = plan.address() == null ? Ipv4.parse("10.1.2.9") : plan.address().address();
    return new VethPair(name, "br0", 1500, "eth0", 10, MacAddress.of(address), pid);
  }
}
