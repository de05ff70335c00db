package io.jcr.api;

/// `linux.personality` of the OCI runtime spec, see personality(2).
public enum LinuxPersonality {
  /// The machine's own.
  LINUX(0),
  /// Calls itself a 32-bit machine (uname(2)).
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
