package io.jcr.plugins.bench.vm;

/// How QEMU executes the guest's instructions. Every table, plot and file name about a virtual
/// machine carries the [label][#label()], because numbers from an emulated processor say nothing
/// about hardware virtualisation.
public enum Acceleration {
  /// The processor executes them, through `/dev/kvm`.
  KVM("kvm", "KVM"),
  /// QEMU translates them.
  TCG("tcg", "software emulation (TCG)");

  private final String qemuName;
  private final String label;

  Acceleration(String qemuName, String label) {
    this.qemuName = qemuName;
    this.label = label;
  }

  /// The word after QEMU's `-accel`; also suitable for file names.
  public String qemuName() {
    return qemuName;
  }

  /// For humans.
  public String label() {
    return label;
  }
}
