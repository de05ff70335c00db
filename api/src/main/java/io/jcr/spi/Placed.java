package io.jcr.spi;

import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DefaultRoute;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DeleteLink;
import io.jcr.api.rtnetlink.RtnetlinkMessage.GetLink;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewAddress;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewBridge;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewLink;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewTbf;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewVeth;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NoLinkLocal;
import java.util.ArrayList;
import java.util.List;

/// What a network that does not know its place has said, in the words of its place.
///
/// @param place not the first
record Placed(NetworkPlace place) {
  private static final String USUAL = "eth0";
  private static final int INDICES = 100;

  NetworkPlan plan(NetworkPlan plan) {
    List<InitOp> inside = new ArrayList<>();
    for (InitOp op : plan.inside()) {
      inside.add(op instanceof InitOp.Rtnetlink(var messages) ? rtnetlink(messages) : op);
    }
    return new NetworkPlan(
        plan.namespace(),
        inside,
        plan.attach(),
        plan.address(),
        plan.hosts(),
        plan.resolvConf(),
        plan.facts());
  }

  private InitOp rtnetlink(List<RtnetlinkMessage> messages) {
    List<RtnetlinkMessage> placed = new ArrayList<>();
    for (RtnetlinkMessage message : messages) {
      if (!(message instanceof DefaultRoute) || place.defaultRoute()) {
        placed.add(message(message));
      }
    }
    return new InitOp.Rtnetlink(placed);
  }

  private RtnetlinkMessage message(RtnetlinkMessage message) {
    return switch (message) {
      case LinkUp m -> new LinkUp(name(m.name()));
      case NoLinkLocal m -> new NoLinkLocal(name(m.name()));
      case DeleteLink m -> new DeleteLink(name(m.name()));
      case GetLink m -> new GetLink(name(m.name()));
      case NewAddress m -> new NewAddress(index(m.index()), m.address());
      case NewTbf m -> new NewTbf(index(m.index()), m.rate(), m.burst(), m.limit());
      case NewBridge m -> m;
      case NewVeth m -> m;
      case NewLink m -> m;
      case DefaultRoute m -> m;
    };
  }

  VethPair pair(VethPair pair) {
    return new VethPair(
        pair.hostName(),
        pair.bridge(),
        pair.mtu(),
        name(pair.peerName()),
        index(pair.peerIndex()),
        pair.peerMac(),
        pair.pid(),
        pair.rate());
  }

  ContainerLink link(ContainerLink link) {
    return new ContainerLink(
        link.kind(),
        link.parent(),
        name(link.name()),
        index(link.index()),
        link.mtu(),
        link.data(),
        link.pid());
  }

  private String name(String name) {
    return name.equals(USUAL) ? place.interfaceName() : name;
  }

  private int index(int index) {
    return index + INDICES * place.index();
  }
}
