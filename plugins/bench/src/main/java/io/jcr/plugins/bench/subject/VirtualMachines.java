package io.jcr.plugins.bench.subject;

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
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Virtual machines, one for each instance.
final class VirtualMachines implements Subject {
  private static final int HELD_PORT = 7001;
  private static final Duration HELD_LIMIT = Duration.ofMinutes(2);
  private static final long DISK_BYTES = 256L << 20;
  private static final double KIBIBYTE = 1024;

  private final VmSubject machines;
  private final VmNetworkKind network;
  private final Resources resources;
  private final Workplace workplace;

  VirtualMachines(
      VmSubject machines, VmNetworkKind network, Resources resources, Workplace workplace) {
    this.machines = machines;
    this.network = network;
    this.resources = resources;
    this.workplace = workplace;
  }

  @Override
  public String id() {
    String name = "vm-" + machines.acceleration().qemuName();
    return network == VmNetworkKind.NONE
        ? name
        : name + ":net=" + network.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String label() {
    String kind = "VM, " + machines.acceleration().label();
    return network == VmNetworkKind.NONE
        ? kind
        : kind + ", net=" + network.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean virtualMachine() {
    return true;
  }

  @Override
  public Resources resources() {
    return resources;
  }

  /// The memory that the guest reports excludes the kernel's image and tables.
  @Override
  public Resources observed() throws IOException, InterruptedException {
    Job job =
        Job.script(
            this, HELD_LIMIT, "nproc; sed -n 's/^MemTotal: *\\([0-9]*\\) kB/\\1/p' /proc/meminfo");
    Outcome outcome = run(job);
    List<String> lines = outcome.stdout().lines().map(String::strip).toList();
    if (outcome.status() != 0 || lines.size() < 2) {
      throw new HostException(id() + ": " + outcome.complaint());
    }
    double share = Long.parseLong(lines.get(1)) * KIBIBYTE / resources.memoryBytes();
    boolean plausible = share > 0.7 && share <= 1;
    long memory = plausible ? resources.memoryBytes() : (long) (share * resources.memoryBytes());
    return new Resources(Integer.parseInt(lines.getFirst()), memory, workplace.storage());
  }

  @Override
  public boolean reachable() {
    return network != VmNetworkKind.NONE;
  }

  @Override
  public String path(String file) {
    return "/" + file;
  }

  @Override
  public String dataDirectory() {
    return "/data";
  }

  @Override
  public Outcome run(Job job) throws IOException, InterruptedException {
    VmRequest request = request(job);
    if (job.command().stream().anyMatch(word -> word.contains(dataDirectory()))) {
      request = request.with(new DataDisk(workplace.resolve("data"), DISK_BYTES));
    }
    VmRun run = machines.run(request);
    return new Outcome(run.exitStatus(), run.stdout(), run.stderr(), timeline(run.timeline()));
  }

  @Override
  public Running serve(Job job, int port, String ready) throws IOException, InterruptedException {
    return new Machine(machines.start(request(job), port));
  }

  @Override
  public Running hold() throws IOException, InterruptedException {
    if (!reachable()) {
      throw new HostException(
          id()
              + ": a server keeps the virtual machine running, so it needs a network (vm:net=tap)");
    }
    Job server =
        new Job(
            List.of(path("usr/local/bin/jcr-bench"), "net", "server", "--port", "" + HELD_PORT),
            HELD_LIMIT);
    return serve(server, HELD_PORT, "listening");
  }

  private VmRequest request(Job job) {
    VmSize size = new VmSize((int) Math.ceil(resources.cpus()), resources.memoryBytes());
    return VmRequest.of(job.command(), size, job.limit()).with(network);
  }

  private static Timeline timeline(VmTimeline t) {
    return new Timeline(
        t.requestNanos(),
        t.kernelNanos(),
        t.firstUserNanos(),
        t.commandNanos(),
        t.exitNanos(),
        t.goneNanos());
  }

  /// The machines are closed by whoever opened them.
  @Override
  public void close() {}

  private record Machine(RunningVm vm) implements Running {
    @Override
    public Optional<InetSocketAddress> address() {
      return Optional.of(vm.address());
    }

    @Override
    public Timeline timeline() {
      return VirtualMachines.timeline(vm.timeline());
    }

    @Override
    public List<Long> processes() {
      return List.of(vm.pid());
    }

    @Override
    public OptionalLong cgroupMemory() {
      return OptionalLong.empty();
    }

    @Override
    public void close() {
      vm.close();
    }
  }
}
