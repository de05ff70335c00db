package io.jcr.spi;

/// A veth(4) pair to be made.
///
/// @param hostName the host end's name, at most 15 bytes
/// @param bridge the bridge that the host end joins
/// @param peerName the other end's name inside the container, such as `eth0`
/// @param peerIndex the interface index that the other end gets inside
/// @param peerMac its hardware address, six bytes as `02:42:0a:58:00:07`
/// @param pid a process in the network namespace that the other end goes to
public record VethPair(
    String hostName, String bridge, String peerName, int peerIndex, String peerMac, long pid) {}
