package io.jcr.plugins.bench.vm;

/// How a guest is connected.
public enum VmNetworkKind {
  /// No network card.
  NONE("no network"),
  /// virtio-net on a tap device on a bridge of its own, as a container's veth is on a bridge. Needs
  /// root.
  TAP("virtio-net, tap on a bridge"),
  /// virtio-net and QEMU's own TCP/IP stack, one port forwarded from loopback: slower by far, but
  /// anyone may use it.
  USER("virtio-net, QEMU's user-mode network");

  private final String label;

  VmNetworkKind(String label) {
    this.label = label;
  }

  /// For people.
  public String label() {
    return label;
  }
}
