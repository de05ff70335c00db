package io.jcr.e2e;

import static java.util.function.Predicate.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.vm.DataDisk;
import io.jcr.plugins.bench.vm.RunningVm;
import io.jcr.plugins.bench.vm.VmNetworkKind;
import io.jcr.plugins.bench.vm.VmRequest;
import io.jcr.plugins.bench.vm.VmRun;
import io.jcr.plugins.bench.vm.VmSize;
import io.jcr.plugins.bench.vm.VmSubject;
import io.jcr.plugins.bench.vm.VmTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The virtual machines that `jcr bench` measures: real ones, of QEMU, with the bundled root file
/// system.
@WithJcr
class VirtualMachineIT {
  private static final VmSize SIZE = new VmSize(2, 256L << 20);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static VmRequest request(String... command) {
    return VmRequest.of(List.of(command), SIZE, LIMIT);
  }

  @Test
  void aCommandHasItsSizeItsDiskAndItsStreams(Jcr jcr, @TempDir Path storage) throws Exception {
    String script =
        "nproc; sed -n 's/MemTotal: *//p' /proc/meminfo; hostname; echo 'it is' mine >/data/file"
            + " && grep -c ' /data ext4 ' /proc/mounts; echo to the errors >&2; exit 42";
    try (VmSubject machines = Machines.open(jcr.rootfs())) {
      VmRun run = machines.run(request("sh", "-c", script).with(new DataDisk(storage, 64L << 20)));
      assertEquals(42, run.exitStatus());
      assertEquals("to the errors\n", run.stderr());
      List<String> lines = run.stdout().lines().toList();
      assertEquals(List.of("2", "vm", "1"), List.of(lines.get(0), lines.get(2), lines.get(3)));
      long kibibytes = Long.parseLong(lines.get(1).replace(" kB", ""));
      assertTrue(kibibytes > 180 << 10 && kibibytes < 256 << 10, lines.get(1));
      expectOrder(run.timeline());
      assertTrue(machines.description().contains(machines.acceleration().label()));
    }
    expectNothing(storage);
  }

  private static void expectOrder(VmTimeline times) {
    long kernel = times.kernelNanos() == 0 ? times.qemuNanos() : times.kernelNanos();
    List<Long> order =
        List.of(
            times.requestNanos(),
            times.qemuNanos(),
            kernel,
            times.firstUserNanos(),
            times.commandNanos(),
            times.exitNanos(),
            times.goneNanos());
    assertEquals(order.stream().sorted().toList(), order);
  }

  @Test
  void aServerIsReachedOverABridge(Jcr jcr) throws Exception {
    expectService(jcr, VmNetworkKind.TAP);
  }

  @Test
  void aServerIsReachedByLoopback(Jcr jcr) throws Exception {
    expectService(jcr, VmNetworkKind.USER);
  }

  private static void expectService(Jcr jcr, VmNetworkKind kind) throws Exception {
    try (VmSubject machines = Machines.open(jcr.rootfs());
        RunningVm machine =
            machines.start(request("jcr-bench", "net", "server").with(kind), 7001)) {
      Path client = jcr.rootfs().resolve("usr/local/bin/jcr-bench");
      String host = machine.address().getAddress().getHostAddress();
      String port = Integer.toString(machine.address().getPort());
      Result result =
          jcr.launch(List.of(client.toString(), "net", "rr", host, port, "0.2"))
              .awaitEnd()
              .succeeded();
      assertTrue(result.output().contains("\"workload\":\"net\",\"kind\":\"rr\""));
      assertTrue(ProcessHandle.of(machine.pid()).orElseThrow().isAlive());
    }
  }

  @Test
  void aServerThatEndsIsExplained(Jcr jcr) throws Exception {
    VmRequest request = request("jcr-bench", "net", "server", "--port", "no");
    try (VmSubject machines = Machines.open(jcr.rootfs())) {
      HostException failure =
          assertThrows(
              HostException.class, () -> machines.start(request.with(VmNetworkKind.USER), 7001));
      assertEquals(
          "bench vm: the server ended with status 2: jcr-bench: --port must be a number from 0 to"
              + " 65535, not 'no' (try jcr-bench --help)",
          failure.getMessage());
    }
  }

  @Test
  void whoTakesTooLongIsKilled(Jcr jcr) throws Exception {
    VmRequest request =
        VmRequest.of(List.of("sleep", "1000"), SIZE, Duration.ofSeconds(1)).with(VmNetworkKind.TAP);
    try (VmSubject machines = Machines.open(jcr.rootfs())) {
      HostException failure = assertThrows(HostException.class, () -> machines.run(request));
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.startsWith("bench vm: the command did not end in time"), message);
      assertEquals(List.of(), machinesOf(ProcessHandle.current()));
    }
  }

  /// The kernel kills QEMU with its owner; the bridge and the files go when the next one comes.
  @Test
  void aKilledOwnerLeavesNothingForLong(Jcr jcr, @TempDir Path storage) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    String main = VirtualMachineOwner.class.getName();
    List<Path> before = leftovers(Machines.CACHE); // of who else has machines now
    List<String> owning =
        List.of(java, "-cp", classes, main, jcr.rootfs().toString(), storage.toString());
    ProcessHandle machine;
    try (Started owner = jcr.launch(owning)) {
      owner.awaitLine("ready");
      ProcessHandle process = ProcessHandle.of(owner.proc().pid()).orElseThrow();
      machine = machinesOf(process).getFirst();
      process.destroyForcibly();
    }
    Await.until("QEMU to be killed", () -> !machine.isAlive());
    Machines.open(jcr.rootfs()).close();
    expectNothing(storage);
    assertEquals(
        List.of(), leftovers(Machines.CACHE).stream().filter(not(before::contains)).toList());
  }

  private static List<ProcessHandle> machinesOf(ProcessHandle owner) {
    return owner
        .descendants()
        .filter(process -> process.info().command().orElse("").contains("qemu-system"))
        .toList();
  }

  private static void expectNothing(Path storage) throws IOException {
    try (Stream<Path> files = Files.list(storage)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private static List<Path> leftovers(Path cache) throws IOException {
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.filter(path -> path.getFileName().toString().startsWith("vm-")).toList();
    }
  }
}
