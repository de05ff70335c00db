package io.jcr.plugins.bench.vm;

/// How a guest is connected.
public enum VmNetworkKind {
  /// No network card.
  NONE("no network"),
  /// virtio-net on a tap device on its own bridge, comparable to a container's veth on a bridge.
  /// Needs root.
  TAP("virtio-net, tap on a bridge"),
  /// virtio-net and QEMU's own TCP/IP stack, with one port forwarded from loopback: far slower, but
  /// available to any user.
  USER("virtio-net, QEMU's user-mode network");

  private final String label;

  VmNetworkKind(String label) {
    this.label = label;
  }

  /// For humans.
  public String label() {
    return label;
  }
}
