package io.jcr.plugins.bench.vm;

import io.jcr.api.HostException;
import io.jcr.api.UnsupportedException;
import io.jcr.plugins.bench.debian.HostProgram;
import io.jcr.plugins.bench.vm.GuestConsole.Mark;
import io.jcr.plugins.bench.vm.QemuMachine.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// QEMU virtual machines.
final class QemuSubject implements VmSubject {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path qemu;
  private final GuestKernel kernel;
  private final VmFiles files;
  private final QemuStarter starter = new QemuStarter();
  private final Set<QemuMachine> machines = ConcurrentHashMap.newKeySet();
  private final Thread hook = Thread.ofPlatform().name("vm-removal").unstarted(this::release);
  private @Nullable TapNetwork network;
  private Acceleration acceleration = Acceleration.TCG;
  private boolean closed;

  private QemuSubject(Path qemu, GuestKernel kernel, VmFiles files) {
    this.qemu = qemu;
    this.kernel = kernel;
    this.files = files;
  }

  /// @param known the acceleration, or null to find it out
  static VmSubject open(Path rootfs, Path cache, @Nullable Acceleration known)
      throws IOException, InterruptedException {
    Path qemu = HostProgram.find("bench vm", "qemu-system-x86_64", "qemu-system-x86");
    Path busybox = needed(rootfs, "bin/busybox");
    Path bootMark = needed(rootfs, "usr/local/bin/boot-mark");
    GuestKernel kernel = GuestKernel.fetch(cache, busybox.toAbsolutePath());
    QemuSubject subject = new QemuSubject(qemu, kernel, VmFiles.create(cache.toAbsolutePath()));
    Runtime.getRuntime().addShutdownHook(subject.hook);
    try {
      GuestInitramfs.write(subject.initramfs(), kernel, busybox, bootMark);
      VmFiles.makeRootImage(rootfs, subject.files.resolve("root"));
      subject.acceleration = known == null ? KvmProbe.find(subject) : known;
      return subject;
    } catch (IOException | InterruptedException | RuntimeException e) {
      subject.close();
      throw e;
    }
  }

  @Override
  public Acceleration acceleration() {
    return acceleration;
  }

  @Override
  public String description() {
    try {
      String version =
          HostProgram.expect(Path.of("/"), PATIENCE, List.of(qemu.toString(), "--version"));
      return version.lines().findFirst().orElse("QEMU")
          + ", Linux "
          + kernel.version()
          + ", "
          + acceleration.label();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("bench vm: interrupted");
    }
  }

  @Override
  public VmRun run(VmRequest request) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + request.limit().toNanos();
    try (QemuMachine machine = boot(request, OptionalInt.empty(), acceleration)) {
      return machine.awaitEnd(deadline);
    }
  }

  @Override
  public RunningVm start(VmRequest request, int port) throws IOException, InterruptedException {
    if (request.network() == VmNetworkKind.NONE) {
      throw new IllegalArgumentException("a server in a virtual machine needs a network");
    }
    long deadline = System.nanoTime() + request.limit().toNanos();
    QemuMachine machine = boot(request, OptionalInt.of(port), acceleration);
    try {
      machine.await(Mark.READY, deadline, "nothing listens on port " + port);
      return machine;
    } catch (HostException e) {
      HostException explained = machine.explain(e);
      machine.close();
      throw explained;
    } catch (IOException | InterruptedException | RuntimeException e) {
      machine.close();
      throw e;
    }
  }

  /// A started machine; the caller closes it.
  QemuMachine boot(VmRequest request, OptionalInt port, Acceleration how)
      throws IOException, InterruptedException {
    long requestNanos = System.nanoTime();
    Path directory = Files.createTempDirectory(files.directory(), "run-");
    QemuMachine machine = null;
    try {
      QemuCommandLine line = new QemuCommandLine(qemu, how, request.size());
      line.kernel(kernel.vmlinuz(), initramfs()).rootDisk(files.resolve("root"));
      line.ports(directory.resolve("output"), directory.resolve("errors"));
      if (request.dataDisk().isPresent()) {
        addDataDisk(line, request.dataDisk().get(), directory);
      }
      Connection connection = connect(line, request.network(), port);
      Path settings = directory.resolve("settings");
      Files.writeString(settings, settings(request, connection, port).asShell());
      line.settings(settings);
      machine =
          start(line, new Origin(directory, connection.address(), requestNanos, machines::remove));
      if (connection.tap() != null) {
        tapNetwork().attach(connection.tap(), machine.process());
      }
      return machine;
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (machine != null) {
        machine.close();
      }
      VmFiles.removeMachine(directory);
      throw e;
    }
  }

  @Override
  public void close() {
    release();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down and runs the hook itself, so there is nothing left to do.
    }
  }

  private record Connection(
      InetSocketAddress address, String guestAddress, TapNetwork.@Nullable Tap tap) {}

  private static Path needed(Path rootfs, String name) {
    Path file = rootfs.resolve(name);
    if (!Files.isExecutable(file)) {
      throw new UnsupportedException(
          "bench vm", "the root file system has no program " + file, "use one made from jcr's");
    }
    return file;
  }

  private Path initramfs() {
    return files.resolve("initramfs");
  }

  private static GuestSettings settings(
      VmRequest request, Connection connection, OptionalInt port) {
    return new GuestSettings(
        request.command(), connection.guestAddress(), request.dataDisk().isPresent(), port);
  }

  private synchronized QemuMachine start(QemuCommandLine line, Origin origin)
      throws IOException, InterruptedException {
    if (closed) {
      throw new HostException("bench vm: closed");
    }
    QemuMachine machine = new QemuMachine(starter.start(line.words(), origin.directory()), origin);
    machines.add(machine);
    return machine;
  }

  private Connection connect(QemuCommandLine line, VmNetworkKind kind, OptionalInt port)
      throws IOException, InterruptedException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    return switch (kind) {
      case NONE -> new Connection(new InetSocketAddress(loopback, 0), "", null);
      case TAP -> {
        TapNetwork.Tap tap = tapNetwork().next();
        line.tap(tap.name(), tap.number());
        InetAddress address = InetAddress.ofLiteral(tap.address());
        yield new Connection(
            new InetSocketAddress(address, port.orElse(0)), TapNetwork.withPrefixLength(tap), tap);
      }
      case USER -> {
        int hostPort = freePort(loopback);
        line.userNetwork(hostPort, port.orElse(1));
        yield new Connection(new InetSocketAddress(loopback, hostPort), "10.0.2.15/24", null);
      }
    };
  }

  private synchronized TapNetwork tapNetwork() throws IOException, InterruptedException {
    TapNetwork made = network;
    if (made == null) {
      made = TapNetwork.create(files.directory());
      network = made;
    }
    return made;
  }

  private static int freePort(InetAddress loopback) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
      return socket.getLocalPort();
    }
  }

  /// The image is where the caller wants it; through the link in the machine's directory it is
  /// found for removal.
  private static void addDataDisk(QemuCommandLine line, DataDisk disk, Path directory)
      throws IOException, InterruptedException {
    Path image = Files.createTempFile(disk.directory().toAbsolutePath(), "jcr-vm-", ".img");
    Files.createSymbolicLink(directory.resolve(VmFiles.DATA_LINK), image);
    VmFiles.makeDataImage(image, disk.bytes());
    line.dataDisk(image, takesDirect(image));
  }

  private static boolean takesDirect(Path image) throws IOException, InterruptedException {
    List<String> read =
        List.of("dd", "if=" + image, "of=/dev/null", "iflag=direct", "bs=4096", "count=1");
    return HostProgram.run(Path.of("/"), PATIENCE, read).status() == 0;
  }

  private synchronized void release() {
    if (closed) {
      return;
    }
    closed = true;
    machines.forEach(QemuMachine::close);
    starter.close();
    TapNetwork made = network;
    if (made != null) {
      made.close();
    }
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
