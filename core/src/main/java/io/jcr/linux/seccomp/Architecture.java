package io.jcr.linux.seccomp;

import io.jcr.api.UnsupportedException;

/// A processor architecture that a filter can be compiled for. Each has its own system call
/// numbers, so a filter for one must reject calls made under another architecture's ABI.
public enum Architecture {
  X86_64(0xc000_003e),
  AARCH64(0xc000_00b7);

  private final int audit;

  Architecture(int audit) {
    this.audit = audit;
  }

  /// The AUDIT_ARCH_… constant: what the kernel puts into `arch` of struct seccomp_data.
  public int audit() {
    return audit;
  }

  /// This machine's.
  ///
  /// @throws UnsupportedException when jcr has no filter for it
  public static Architecture current() {
    return of(System.getProperty("os.arch"));
  }

  /// By the JVM's name for it.
  static Architecture of(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default ->
          throw new UnsupportedException(
              "seccomp", "no filter for the architecture " + name, "x86_64 and aarch64 have one");
    };
  }
}
