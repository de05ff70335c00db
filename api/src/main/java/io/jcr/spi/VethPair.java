package io.jcr.spi;

import io.jcr.api.MacAddress;
import io.jcr.api.rtnetlink.LinkName;

/// A veth(4) pair to be made.
///
/// @param hostName the host end's name, at most 15 bytes
/// @param bridge the bridge that the host end joins
/// @param mtu of both ends
/// @param peerName the other end's name inside the container, such as `eth0`
/// @param peerIndex the interface index that the other end gets inside
/// @param peerMac its hardware address
/// @param pid a process in the network namespace that the other end goes to
/// @param rate bytes a second that the host end sends to the other at most, or 0 for no limit
public record VethPair(
    String hostName,
    String bridge,
    int mtu,
    String peerName,
    int peerIndex,
    MacAddress peerMac,
    long pid,
    long rate) {
  public VethPair {
    LinkName.require(hostName);
    LinkName.require(bridge);
    LinkName.require(peerName);
    if (rate < 0) {
      throw new IllegalArgumentException("rate " + rate + " is below 0");
    }
  }

  /// Without a limit of the rate.
  public VethPair(
      String hostName,
      String bridge,
      int mtu,
      String peerName,
      int peerIndex,
      MacAddress peerMac,
      long pid) {
    this(hostName, bridge, mtu, peerName, peerIndex, peerMac, pid, 0);
  }
}
