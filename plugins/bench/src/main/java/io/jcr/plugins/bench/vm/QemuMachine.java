package io.jcr.plugins.bench.vm;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.vm.GuestConsole.Mark;
import io.jcr.plugins.bench.vm.GuestConsole.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A QEMU process, from start to end.
final class QemuMachine implements RunningVm {
  private final Process process;
  private final GuestConsole console = new GuestConsole();
  private final Path directory;
  private final InetSocketAddress address;
  private final long requestNanos;
  private final long qemuNanos;
  private final Consumer<QemuMachine> whenClosed;
  private long goneNanos;

  /// What a machine was created with.
  ///
  /// @param directory its own, with its settings, its output and its data disk
  /// @param address of the server in it, or any
  /// @param whenClosed is called once
  record Origin(
      Path directory,
      InetSocketAddress address,
      long requestNanos,
      Consumer<QemuMachine> whenClosed) {}

  QemuMachine(Process process, Origin origin) {
    this.process = process;
    qemuNanos = System.nanoTime();
    directory = origin.directory();
    address = origin.address();
    requestNanos = origin.requestNanos();
    whenClosed = origin.whenClosed();
    Thread.ofPlatform()
        .daemon()
        .name("console-" + process.pid())
        .start(() -> console.follow(process.getInputStream()));
  }

  /// Waits for the mark; if the deadline passes, the message says what was late.
  Seen await(Mark mark, long deadline, String what) throws IOException, InterruptedException {
    try {
      Seen seen = console.await(mark, deadline);
      if (seen != null) {
        return seen;
      }
    } catch (HostException e) {
      throw new HostException(e.getMessage() + qemuErrors());
    }
    throw new HostException("bench vm: " + what + " in time" + console.context() + qemuErrors());
  }

  /// Waits for the end of the command and of QEMU.
  VmRun awaitEnd(long deadline) throws IOException, InterruptedException {
    Seen exit = await(Mark.EXIT, deadline, "the command did not end");
    if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new HostException("bench vm: the guest did not power off in time" + console.context());
    }
    goneNanos = System.nanoTime();
    int status = Integer.parseInt(exit.rest());
    return new VmRun(status, text("output"), text("errors"), timeline());
  }

  /// For a server that ended or did not listen: adds what it printed about that.
  HostException explain(HostException failure) throws IOException {
    Seen exit = console.get(Mark.EXIT);
    String reason =
        exit == null
            ? String.valueOf(failure.getMessage())
            : "bench vm: the server ended with status " + exit.rest();
    String errors = text("errors").strip();
    return new HostException(errors.isEmpty() ? reason : reason + ": " + errors);
  }

  Process process() {
    return process;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public VmTimeline timeline() {
    Seen first = console.get(Mark.FIRST_USER);
    long firstNanos = nanos(first);
    long kernelNanos = first == null ? 0 : firstNanos - Long.parseLong(first.rest());
    return new VmTimeline(
        requestNanos,
        qemuNanos,
        kernelNanos < qemuNanos ? 0 : kernelNanos,
        firstNanos,
        nanos(console.get(Mark.COMMAND)),
        nanos(console.get(Mark.EXIT)),
        goneNanos);
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public synchronized void close() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true; // do not keep waiting for a killed process
      }
    }
    try {
      VmFiles.removeMachine(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      whenClosed.accept(this);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static long nanos(@Nullable Seen seen) {
    return seen == null ? 0 : seen.nanos();
  }

  private String text(String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
  }

  private String qemuErrors() throws IOException {
    String errors = text("qemu-errors").strip();
    return errors.isEmpty() ? "" : "; QEMU: " + errors;
  }
}
