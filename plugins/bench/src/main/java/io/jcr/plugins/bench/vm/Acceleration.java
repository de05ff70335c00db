package io.jcr.plugins.bench.vm;

/// How QEMU executes the guest's instructions. Every table, plot and file name about a virtual
/// machine carries the [label][#label()]: numbers of an emulated processor say nothing about
/// virtualisation by hardware.
public enum Acceleration {
  /// The processor runs them, by `/dev/kvm`.
  KVM("kvm", "KVM"),
  /// QEMU translates them.
  TCG("tcg", "software emulation (TCG)");

  private final String qemuName;
  private final String label;

  Acceleration(String qemuName, String label) {
    this.qemuName = qemuName;
    this.label = label;
  }

  /// The word after QEMU's `-accel`, fit for file names too.
  public String qemuName() {
    return qemuName;
  }

  /// For people.
  public String label() {
    return label;
  }
}
