package io.jcr.cli.spec;

import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxResources;
import io.jcr.api.Mount;
import io.jcr.api.UsageException;
import io.jcr.cli.option.OptionTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// docker's spellings of what `jcr run` has under other names. They become the same parts of a
/// spec; what is asked for twice, in both spellings, is refused. Nothing is changed by asking, so
/// that a spec can be built again.
public final class DockerOptions {
  private static final String BRIDGE = "veth:nat";

  public @Nullable String memory;
  public @Nullable String memorySwap;
  public @Nullable String cpus;
  public @Nullable String cpusetCpus;
  public @Nullable String pidsLimit;
  public @Nullable String entrypoint;
  public @Nullable String cgroupParent;
  public List<String> networks = new ArrayList<>();
  public List<String> mounts = new ArrayList<>();

  /// The options, in a section of their own.
  void declare(OptionTable table) {
    table.section("docker's spellings:");
    declareLimits(table);
    table
        .values(
            "--network",
            "NETWORK",
            "none, host or container:NAME, as with --net; bridge means --net=veth:nat.",
            given -> networks = given)
        .value(
            "--cgroup-parent",
            "PATH",
            "Create the container's cgroup, named after its id, in the cgroup PATH.",
            given -> cgroupParent = given)
        .value(
            "--entrypoint",
            "PROGRAM",
            "Run PROGRAM, with COMMAND and ARG as its arguments.",
            given -> entrypoint = given)
        .values(
            "--mount",
            "KEY=VALUE,...",
            "type=bind,source=SRC,target=DST[,readonly], as --volume does; type=tmpfs,target=DST[,tmpfs-size=64M][,tmpfs-mode=1777], as --tmpfs does.",
            given -> mounts = given);
    table.section("");
  }

  /// Only those that limit.
  public void declareLimits(OptionTable table) {
    table
        .value("-m, --memory", "SIZE", "Same as --limit=memory:SIZE.", given -> memory = given)
        .value(
            "--memory-swap",
            "SIZE",
            "Memory and swap together (default: the same as --memory, so no swap; -1: unlimited swap).",
            given -> memorySwap = given)
        .value("--cpus", "NUMBER", "Same as --limit=cpu:NUMBER.", given -> cpus = given)
        .value("--cpuset-cpus", "LIST", "Same as --limit=cpuset:LIST.", given -> cpusetCpus = given)
        .value(
            "--pids-limit", "NUMBER", "Same as --limit=pids:NUMBER.", given -> pidsLimit = given);
  }

  /// Refuses the values by which docker lifts a limit.
  ///
  /// @throws UsageException when one has such a value
  public void requireLimits() {
    requireLimit("--memory", memory);
    requireLimit("--cpus", cpus);
    requireLimit("--pids-limit", pidsLimit);
  }

  private static void requireLimit(String option, @Nullable String value) {
    if ("0".equals(value) || "-1".equals(value)) {
      throw new UsageException(
          option + "=" + value + ": a limit of a container can be changed, but not lifted");
    }
  }

  /// The limits of `--limit` and of these options.
  ///
  /// @throws UsageException when one is malformed, or given in both spellings
  public LimitOption.Read limits(List<String> limits) {
    List<LimitOption.Wanted> all = new ArrayList<>();
    for (String limit : limits) {
      all.addAll(LimitOption.Wanted.of(limit));
    }
    add(all, "memory", "--memory", memory);
    if (cpus != null && cpus.endsWith("%")) {
      throw new UsageException("--cpus=" + cpus + ": expected a number of CPUs such as 0.5");
    }
    add(all, "cpu", "--cpus", cpus);
    add(all, "cpuset", "--cpuset-cpus", cpusetCpus);
    add(all, "pids", "--pids-limit", pidsLimit);
    LimitOption.Read read = LimitOption.read(all);
    return memorySwap == null
        ? read
        : new LimitOption.Read(withSwap(read.resources(), memorySwap), read.own());
  }

  /// To docker 0 is no limit, but the first processor; for processes -1 is none too.
  private static void add(
      List<LimitOption.Wanted> all, String name, String option, @Nullable String value) {
    boolean none = "0".equals(value) && !name.equals("cpuset");
    if (value == null || none || (name.equals("pids") && value.equals("-1"))) {
      return;
    }
    String typed = option + "=" + value;
    for (LimitOption.Wanted limit : all) {
      if (limit.name().equals(name)) {
        throw twice(typed, "--limit=" + limit.name() + ":" + limit.value());
      }
    }
    all.add(new LimitOption.Wanted(name, value, typed));
  }

  private static LinuxResources withSwap(LinuxResources resources, String text) {
    LinuxMemory limited = resources.memory();
    if (text.equals("0")) {
      return resources;
    }
    if (limited == null) {
      throw new UsageException(
          "--memory-swap=" + text + ": only together with a limit of memory (add --memory=SIZE)");
    }
    long swap = text.equals("-1") ? LinuxMemory.UNLIMITED_SWAP : bytes(text);
    if (swap != LinuxMemory.UNLIMITED_SWAP && swap < limited.limit()) {
      throw new UsageException(
          "--memory-swap="
              + text
              + ": memory and swap together cannot be less than memory alone, "
              + limited.limit()
              + " bytes (the same: no swap)");
    }
    return new LinuxResources(
        new LinuxMemory(limited.limit(), swap),
        resources.cpu(),
        resources.pids(),
        resources.blockIO(),
        resources.devices());
  }

  private static long bytes(String text) {
    OptionalLong bytes = ByteSize.parse(text);
    if (bytes.isEmpty()) {
      throw new UsageException(
          "--memory-swap=" + text + ": '" + text + "' is not " + ByteSize.FORM + ", or -1");
    }
    return bytes.getAsLong();
  }

  /// What selects networks.
  ///
  /// @param given by `--net`
  List<String> networks(List<String> given) {
    if (networks.isEmpty()) {
      return given;
    }
    if (!given.isEmpty()) {
      throw twice("--network=" + networks.getFirst(), "--net=" + given.getFirst());
    }
    List<String> all = new ArrayList<>();
    for (String network : networks) {
      all.add(net(network));
    }
    return all;
  }

  private static String net(String network) {
    if (network.equals("none") || network.equals("host") || network.startsWith("container:")) {
      return network;
    }
    if (network.equals("bridge") || network.equals("default")) {
      return BRIDGE;
    }
    throw new UsageException(
        "--network="
            + network
            + ": choose from none, host, bridge and container:NAME; jcr's own backends are chosen by --net="
            + network);
  }

  /// The program and its arguments; empty when nothing was said of them.
  List<String> command(List<String> words) {
    if (entrypoint == null || entrypoint.isEmpty()) {
      return words;
    }
    List<String> all = new ArrayList<>(words);
    all.addFirst(entrypoint);
    return all;
  }

  /// What is to be mounted.
  ///
  /// @param cwd the caller's working directory
  List<Mount> mounts(Path cwd) {
    List<Mount> parsed = new ArrayList<>();
    for (String mount : mounts) {
      parsed.add(MountOption.parse(mount, cwd));
    }
    return parsed;
  }

  private static UsageException twice(String one, String other) {
    return new UsageException(
        one + " and " + other + " are the same option (leave one of them out)");
  }
}
