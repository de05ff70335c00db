package io.jcr.api.rtnetlink;

import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import java.util.List;

/// A request of rtnetlink(7). Each is sent with NLM_F_REQUEST and NLM_F_ACK.
public sealed interface RtnetlinkMessage {
  /// RTM_NEWLINK for an existing interface: sets it up.
  record LinkUp(String name) implements RtnetlinkMessage {}

  /// RTM_NEWADDR.
  record NewAddress(int index, Ipv4Prefix address) implements RtnetlinkMessage {}

  /// RTM_NEWROUTE: the default route.
  record DefaultRoute(Ipv4 gateway) implements RtnetlinkMessage {}

  /// The bytes of `messages`, one struct nlmsghdr after the other, numbered from 1.
  static byte[] encode(List<RtnetlinkMessage> messages) {
    return new byte[0];
  }
}
