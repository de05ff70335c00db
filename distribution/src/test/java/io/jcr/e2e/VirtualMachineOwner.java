package io.jcr.e2e;

import io.jcr.plugins.bench.vm.Acceleration;
import io.jcr.plugins.bench.vm.DataDisk;
import io.jcr.plugins.bench.vm.RunningVm;
import io.jcr.plugins.bench.vm.VmNetworkKind;
import io.jcr.plugins.bench.vm.VmRequest;
import io.jcr.plugins.bench.vm.VmSize;
import io.jcr.plugins.bench.vm.VmSubject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A process with a virtual machine, to be killed.
final class VirtualMachineOwner {
  private VirtualMachineOwner() {}

  /// Prints `ready` when its machine runs, then waits for its end.
  public static void main(String[] arguments) throws Exception {
    VmRequest request =
        VmRequest.of(
                List.of("jcr-bench", "net", "server"),
                new VmSize(1, 256L << 20),
                Duration.ofMinutes(3))
            .with(VmNetworkKind.TAP)
            .with(new DataDisk(Path.of(arguments[1]), 16L << 20));
    try (VmSubject machines =
            VmSubject.open(Path.of(arguments[0]), Machines.CACHE, Acceleration.TCG);
        RunningVm machine = machines.start(request, 7001)) {
      System.out.println("ready");
      System.out.flush();
      new CountDownLatch(1).await();
      System.out.println(machine.address());
    }
  }
}
