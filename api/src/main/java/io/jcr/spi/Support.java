package io.jcr.spi;

/// The result of [Backend#probe].
public sealed interface Support {
  /// It can run here.
  record Supported() implements Support {}

  /// It cannot run here.
  ///
  /// @param reason what is missing, such as `no cgroup v2 hierarchy is mounted`
  /// @param remedy what would help, such as `use --limiter=cgroup-v1`
  record Unsupported(String reason, String remedy) implements Support {}

  /// It can run here.
  static Support yes() {
    return new Supported();
  }

  /// It cannot run here: see [Unsupported].
  static Support no(String reason, String remedy) {
    return new Unsupported(reason, remedy);
  }
}
