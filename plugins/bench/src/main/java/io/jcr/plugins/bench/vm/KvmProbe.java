package io.jcr.plugins.bench.vm;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.vm.GuestConsole.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// Whether the processor can execute guests. `/dev/kvm` may exist and its guests still hang (in a
/// virtual machine without working nested virtualisation), so one is booted.
final class KvmProbe {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final VmSize SIZE = new VmSize(1, 256L << 20);

  private KvmProbe() {}

  /// @param subject not yet accessible to others
  static Acceleration find(QemuSubject subject) throws IOException, InterruptedException {
    Path device = Path.of("/dev/kvm");
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      return Acceleration.TCG;
    }
    VmRequest request = VmRequest.of(List.of("true"), SIZE, LIMIT);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (QemuMachine machine = subject.boot(request, OptionalInt.empty(), Acceleration.KVM)) {
      machine.await(Mark.FIRST_USER, deadline, "no user code ran");
      return Acceleration.KVM;
    } catch (HostException e) {
      return Acceleration.TCG;
    }
  }
}
