package io.jcr.running;

import io.jcr.api.ContainerState;
import io.jcr.spi.HostFacts;
import io.jcr.state.StateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what a running container uses, from the files of its cgroups, which it looks up once, and
/// from `/proc` of its processes.
public final class UsageMeter {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final long KIB = 1024;
  private static final long NANOS_PER_MICRO = 1000;

  private final ContainerState state;
  private final HostFacts facts;
  private final List<Path> directories;
  private final Optional<Path> cpuacct;
  private final Optional<Path> cpuStat;
  private final Optional<Path> pids;
  private final Optional<Path> blkio;
  private final Optional<Path> ioStat;
  private final UsedMemory memory;

  /// A meter for one run of a container.
  ///
  /// @param state of a running container
  /// @param facts what is known about the machine
  public UsageMeter(ContainerState state, HostFacts facts) {
    this.state = state;
    this.facts = facts;
    this.directories = new ContainerCgroups(facts).directories(state.pid());
    this.cpuacct = find("cpuacct.usage");
    this.cpuStat = find("cpu.stat");
    this.pids = find("pids.current");
    this.blkio = find("blkio.throttle.io_service_bytes_recursive");
    this.ioStat = find("io.stat");
    this.memory =
        find("memory.current")
            .map(file -> UsedMemory.ofV2(file, facts))
            .orElseGet(() -> UsedMemory.ofV1(find("memory.usage_in_bytes"), facts));
  }

  /// Whether this meter is for the same run.
  public boolean measures(ContainerState other) {
    return state.id().equals(other.id())
        && state.pid() == other.pid()
        && state.startTime() == other.startTime();
  }

  /// The current usage; empty if it has ended.
  public Optional<ContainerUsage> read() {
    Transfer network = network();
    Transfer disks = disks();
    Long used = memory.used();
    ContainerUsage usage =
        new ContainerUsage(
            System.nanoTime(),
            cpu(),
            used,
            used == null ? null : limit(),
            memory.peak(),
            network == null ? null : network.in(),
            network == null ? null : network.out(),
            disks == null ? null : disks.in(),
            disks == null ? null : disks.out(),
            pids.map(this::number).orElse(null));
    // checked last, so that everything read before belongs to this run
    return StateFile.running(state.bundle(), facts).filter(this::measures).map(now -> usage);
  }

  /// Bytes in and out.
  private record Transfer(long in, long out) {
    Transfer plus(long moreIn, long moreOut) {
      return new Transfer(in + moreIn, out + moreOut);
    }
  }

  private @Nullable Long cpu() {
    if (cpuacct.isPresent()) {
      return number(cpuacct.get());
    }
    Long micros = cpuStat.map(file -> CgroupFile.value(facts, file, "usage_usec")).orElse(null);
    return micros == null ? null : (Long) (micros * NANOS_PER_MICRO);
  }

  private @Nullable Long limit() {
    Long machine = CgroupFile.value(facts, MEMINFO, "MemTotal:");
    Long limit = memory.limit();
    if (machine == null) {
      return limit;
    }
    return limit == null ? (Long) (machine * KIB) : (Long) Math.min(limit, machine * KIB);
  }

  /// All interfaces except loopback, see proc_pid_net(5). On the host's network the numbers are not
  /// the container's.
  private @Nullable Transfer network() {
    Optional<String> text =
        "host".equals(state.annotations().get("net"))
            ? Optional.empty()
            : facts.read(Path.of("/proc/" + state.pid() + "/net/dev"));
    if (text.isEmpty()) {
      return null;
    }
    Transfer all = new Transfer(0, 0);
    for (String line : text.get().lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0 && !line.substring(0, colon).strip().equals("lo")) {
        List<String> fields = CgroupFile.words(line.substring(colon + 1));
        all = all.plus(Long.parseLong(fields.get(0)), Long.parseLong(fields.get(8)));
      }
    }
    return all;
  }

  /// From its cgroup of the io controller, if it has one: jcr creates it only for a limit.
  /// Otherwise the sum over its processes, which misses only ended processes that nobody in the
  /// container has waited for.
  private @Nullable Transfer disks() {
    if (ioStat.isPresent()) {
      return facts.read(ioStat.get()).map(UsageMeter::ofIoStat).orElse(null);
    }
    if (blkio.isPresent()) {
      return facts.read(blkio.get()).map(UsageMeter::ofBlkio).orElse(null);
    }
    return ofProcesses();
  }

  /// `254:0 rbytes=90112 wbytes=0 rios=3 …`
  private static Transfer ofIoStat(String text) {
    Transfer all = new Transfer(0, 0);
    for (String line : text.lines().toList()) {
      for (String word : CgroupFile.words(line)) {
        if (word.startsWith("rbytes=")) {
          all = all.plus(Long.parseLong(word.substring("rbytes=".length())), 0);
        } else if (word.startsWith("wbytes=")) {
          all = all.plus(0, Long.parseLong(word.substring("wbytes=".length())));
        }
      }
    }
    return all;
  }

  /// `254:0 Read 90112`
  private static Transfer ofBlkio(String text) {
    Transfer all = new Transfer(0, 0);
    for (String line : text.lines().toList()) {
      List<String> fields = CgroupFile.words(line);
      if (fields.size() == 3 && fields.get(1).equals("Read")) {
        all = all.plus(Long.parseLong(fields.get(2)), 0);
      } else if (fields.size() == 3 && fields.get(1).equals("Write")) {
        all = all.plus(0, Long.parseLong(fields.get(2)));
      }
    }
    return all;
  }

  /// See proc_pid_io(5), which includes the children that a process has waited for.
  private @Nullable Transfer ofProcesses() {
    @Nullable Transfer all = null;
    for (long pid : new ContainerProcesses(facts).pids(state.pid(), directories)) {
      Path io = Path.of("/proc/" + pid + "/io");
      Long read = CgroupFile.value(facts, io, "read_bytes:");
      Long written = CgroupFile.value(facts, io, "write_bytes:");
      if (read != null && written != null) {
        all = (all == null ? new Transfer(0, 0) : all).plus(read, written);
      }
    }
    return all;
  }

  private @Nullable Long number(Path file) {
    return CgroupFile.number(facts, file);
  }

  private Optional<Path> find(String name) {
    List<Path> found = new ArrayList<>();
    for (Path directory : directories) {
      Path file = directory.resolve(name);
      if (Files.exists(file)) {
        found.add(file);
      }
    }
    return found.stream().findFirst();
  }
}
