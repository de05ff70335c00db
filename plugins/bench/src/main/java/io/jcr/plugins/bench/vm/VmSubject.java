package io.jcr.plugins.bench.vm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Runs commands in virtual machines, each in its own machine that is booted for it. Thread-safe.
///
/// Whoever opens one must close it: that kills the machines that are still running and removes what
/// they needed. Interrupting a waiting thread does the same for its machine.
public interface VmSubject extends AutoCloseable {
  /// Prepares what all machines share: the kernel (a Debian package, unpacked into the cache), the
  /// image of the root file system, and the kind of acceleration.
  ///
  /// @param rootfs directory with the guests' root file system, which is copied; it contains jcr's
  ///   `boot-mark` and busybox
  /// @param cache directory for what outlives this process, such as `/var/cache/jcr`
  /// @throws io.jcr.api.UnsupportedException if a program or the kernel is missing
  static VmSubject open(Path rootfs, Path cache) throws IOException, InterruptedException {
    return QemuSubject.open(rootfs, cache, null);
  }

  /// As [#open(Path, Path)] for somebody who already knows the acceleration: finding it out takes
  /// seconds where a machine hangs.
  static VmSubject open(Path rootfs, Path cache, Acceleration acceleration)
      throws IOException, InterruptedException {
    return QemuSubject.open(rootfs, cache, acceleration);
  }

  /// How the guests' instructions are executed, as found out by booting one.
  Acceleration acceleration();

  /// The version of QEMU and the guest's kernel, for the description of the machine.
  String description();

  /// Boots, runs the command, powers off.
  ///
  /// @throws io.jcr.api.HostException if the command did not end within the limit
  VmRun run(VmRequest request) throws IOException, InterruptedException;

  /// [#run(VmRequest)] without network and data disk.
  default VmRun run(List<String> command, VmSize size, Duration limit)
      throws IOException, InterruptedException {
    return run(VmRequest.of(command, size, limit));
  }

  /// Boots, starts a server, and returns when it accepts connections on the port (in the guest).
  /// The request's limit applies to the start; its network must not be [VmNetworkKind#NONE].
  ///
  /// @throws io.jcr.api.HostException if the server accepted no connection within the limit
  RunningVm start(VmRequest request, int port) throws IOException, InterruptedException;

  @Override
  void close();
}
