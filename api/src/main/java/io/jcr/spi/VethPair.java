package io.jcr.spi;

import io.jcr.api.MacAddress;
import io.jcr.api.rtnetlink.LinkName;

/// A veth(4) pair to be created.
///
/// @param hostName the host end's name, at most 15 bytes
/// @param bridge the bridge that the host end joins
/// @param mtu of both ends
/// @param peerName the name of the other end in the container, such as `eth0`
/// @param peerIndex the interface index of the other end in the container
/// @param peerMac its hardware address
/// @param pid a process in the network namespace of the other end
/// @param rate the most that the host end sends to the other, in bytes per second; 0 for no limit
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

  /// Without a rate limit.
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
