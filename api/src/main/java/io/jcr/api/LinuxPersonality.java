package io.jcr.api;

/// `linux.personality` of the OCI runtime spec, see personality(2).
public enum LinuxPersonality {
  /// The machine's own.
  LINUX(0),
  /// uname(2) reports a 32-bit machine.
  LINUX32(8);

  private final long persona;

  LinuxPersonality(long persona) {
    this.persona = persona;
  }

  /// The PER_… constant.
  public long persona() {
    return persona;
  }
}
