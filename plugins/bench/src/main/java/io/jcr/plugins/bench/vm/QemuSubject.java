package io.jcr.plugins.bench.vm;

import io.jcr.api.UnsupportedException;
import java.nio.file.Path;

/// Virtual machines of QEMU.
final class QemuSubject {
  private QemuSubject() {}

  @SuppressWarnings("DoNotCallSuggester") // until there are machines
  static VmSubject open(Path rootfs, Path cache) {
    throw new UnsupportedException(
        "bench vm",
        "virtual machines cannot be started yet, neither from " + rootfs + " nor " + cache,
        "measure other subjects");
  }
}
