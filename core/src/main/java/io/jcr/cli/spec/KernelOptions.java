package io.jcr.cli.spec;

import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.Rlimit;
import io.jcr.api.UsageException;
import io.jcr.cli.option.OptionTable;
import io.jcr.runtime.Sysctls;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// docker's options for what the kernel keeps of a container beside its cgroups: limits of its
/// processes, the size of its shared memory, parameters of its namespaces.
public final class KernelOptions {
  private List<String> ulimits = new ArrayList<>();
  private @Nullable String shmSize;
  private List<String> sysctls = new ArrayList<>();

  /// The options.
  void declare(OptionTable table) {
    table
        .values(
            "--ulimit",
            "NAME=SOFT[:HARD]",
            "Limit each process as getrlimit(2) does: nofile=1024:4096, core=0, memlock=unlimited.",
            given -> ulimits = given)
        .value("--shm-size", "SIZE", "Size of /dev/shm (default: 64M).", given -> shmSize = given)
        .values(
            "--sysctl",
            "KEY=VALUE",
            "Set a kernel parameter of the container's own namespaces: net.ipv4.ip_forward=1.",
            given -> sysctls = given);
  }

  /// What `--ulimit` says; the last one of a name counts.
  ///
  /// @throws UsageException for the first that is malformed
  List<Rlimit> rlimits() {
    Map<Rlimit.Resource, Rlimit> limits = new EnumMap<>(Rlimit.Resource.class);
    for (String text : ulimits) {
      Rlimit limit = rlimit(text);
      limits.put(limit.resource(), limit);
    }
    return List.copyOf(limits.values());
  }

  private static Rlimit rlimit(String text) {
    int equals = text.indexOf('=');
    Rlimit.Resource resource = resource(text, text.substring(0, Math.max(equals, 0)));
    String values = text.substring(equals + 1);
    int colon = values.indexOf(':');
    long soft = amount(text, colon < 0 ? values : values.substring(0, colon));
    long hard = colon < 0 ? soft : amount(text, values.substring(colon + 1));
    if (Long.compareUnsigned(soft, hard) > 0) {
      throw new UsageException("--ulimit=" + text + ": the soft limit is above the hard limit");
    }
    return new Rlimit(resource, soft, hard);
  }

  private static Rlimit.Resource resource(String text, String name) {
    StringBuilder known = new StringBuilder();
    for (Rlimit.Resource resource : Rlimit.Resource.values()) {
      String word = resource.name().toLowerCase(Locale.ROOT);
      if (word.equals(name)) {
        return resource;
      }
      known.append(known.isEmpty() ? "" : ", ").append(word);
    }
    throw new UsageException(
        "--ulimit=" + text + ": expected NAME=SOFT[:HARD]; choose NAME from " + known);
  }

  private static long amount(String text, String value) {
    if (value.equals("-1") || value.equals("unlimited")) {
      return Rlimit.INFINITY;
    }
    if (!ByteSize.isWhole(value)) {
      throw new UsageException(
          "--ulimit=" + text + ": '" + value + "' is not a whole number, -1 or unlimited");
    }
    return Long.parseLong(value);
  }

  /// What `--shm-size` says.
  @Nullable String shmSize() {
    return shmSize;
  }

  /// Puts the size of `/dev/shm` into its mount.
  ///
  /// @param mounts those that every container has
  /// @throws UsageException when it is no size
  List<Mount> sized(List<Mount> mounts) {
    if (shmSize == null) {
      return mounts;
    }
    OptionalLong bytes = ByteSize.parse(shmSize);
    if (bytes.isEmpty() || bytes.getAsLong() == 0) { // to tmpfs 0 is no limit
      throw new UsageException(
          "--shm-size=" + shmSize + ": expected " + ByteSize.FORM + ", at least 1");
    }
    List<Mount> sized = new ArrayList<>();
    for (Mount mount : mounts) {
      sized.add(mount.destination().equals("/dev/shm") ? sized(mount, bytes.getAsLong()) : mount);
    }
    return sized;
  }

  private static Mount sized(Mount mount, long bytes) {
    List<String> options = new ArrayList<>(mount.options());
    options.removeIf(option -> option.startsWith("size="));
    options.add("size=" + bytes);
    return new Mount(mount.destination(), mount.type(), mount.source(), options);
  }

  /// What `--sysctl` says; the last one of a name counts.
  ///
  /// @throws UsageException for the first that is malformed, or is not a namespace's
  Map<String, String> sysctls() {
    Map<String, String> all = new HashMap<>();
    for (String text : sysctls) {
      int equals = text.indexOf('=');
      if (equals <= 0 || equals == text.length() - 1 || text.indexOf('\n') >= 0) {
        throw new UsageException(
            "--sysctl=" + text + ": expected KEY=VALUE, such as net.ipv4.ip_forward=1");
      }
      String name = text.substring(0, equals);
      NamespaceType _ = Sysctls.namespace(name);
      all.put(name, text.substring(equals + 1));
    }
    return all;
  }
}
