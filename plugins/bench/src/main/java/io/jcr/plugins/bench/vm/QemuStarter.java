package io.jcr.plugins.bench.vm;

import io.jcr.plugins.bench.debian.HostProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Starts all QEMU processes from one thread that lives as long as the subject. The kernel kills
/// them when that thread is gone (PR_SET_PDEATHSIG, prctl(2)), and therefore when this JVM is gone,
/// however it ended.
final class QemuStarter implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().daemon().name("qemu-starter").unstarted(task));
  private final Path setpriv = HostProgram.find("bench vm", "setpriv", "util-linux");

  /// @param temporary where QEMU puts its unlinked files
  Process start(List<String> qemu, Path temporary) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(setpriv.toString(), "--pdeathsig", "KILL"));
    command.addAll(qemu);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(temporary.resolve("qemu-errors").toFile());
    builder.environment().put("TMPDIR", temporary.toString());
    builder.environment().put("LC_ALL", "C");
    try {
      return thread.submit(builder::start).get();
    } catch (ExecutionException e) {
      throw new IOException("start " + qemu.getFirst() + ": " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
