package io.jcr.cli.spec;

import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.UsageException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// `--limit CONTROLLER:VALUE`, repeatable: `memory:100M`, `cpu:0.5` or `cpu:50%`, `pids:64`,
/// `cpuset:0-1`, `io:read=10M,write=5M` (see [IoLimit]).
public final class LimitOption {
  /// Below this a container is killed before its program starts.
  private static final long MIN_MEMORY = 1L << 20;

  private static final long MAX_MEMORY = 1L << 50;

  /// The kernel's largest NR_CPUS.
  private static final int MAX_CPUS = 8192;

  /// The kernel's PID_MAX_LIMIT.
  private static final long MAX_PIDS = 1L << 22;

  private static final String CONTROLLERS =
      "memory:100M, cpu:0.5 (or cpu:50%), pids:64, cpuset:0-1, " + IoLimit.EXAMPLE;

  private LimitOption() {}

  /// Parses all `--limit` options of one command line.
  ///
  /// @throws UsageException when one is malformed, out of range, unknown or given twice
  public static LinuxResources parse(List<String> options) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String option : options) {
      int colon = option.indexOf(':');
      if (colon <= 0) {
        throw new UsageException(
            "--limit " + option + ": expected CONTROLLER:VALUE, one of " + CONTROLLERS);
      }
      String controller = option.substring(0, colon);
      String earlier = values.putIfAbsent(controller, option.substring(colon + 1));
      if (earlier != null) {
        throw new UsageException(
            "--limit " + option + ": " + controller + " is limited twice, first to " + earlier);
      }
    }
    String memory = values.remove("memory");
    String pids = values.remove("pids");
    String cpu = values.remove("cpu");
    String cpuset = values.remove("cpuset");
    String io = values.remove("io");
    if (!values.isEmpty()) {
      String unknown = values.keySet().iterator().next();
      throw new UsageException(
          "--limit "
              + unknown
              + ":"
              + values.get(unknown)
              + ": unknown controller '"
              + unknown
              + "', known are "
              + CONTROLLERS);
    }
    return new LinuxResources(
        memory == null ? null : memory(memory),
        cpu(cpu, cpuset),
        pids == null ? null : pids(pids),
        io == null ? null : IoLimit.parse(io));
  }

  private static LinuxMemory memory(String value) {
    OptionalLong bytes = ByteSize.parse(value);
    if (bytes.isEmpty() || bytes.getAsLong() < MIN_MEMORY || bytes.getAsLong() > MAX_MEMORY) {
      throw refused("memory", value, ByteSize.FORM + ", from 1M to 1024T");
    }
    return new LinuxMemory(bytes.getAsLong());
  }

  private static LinuxPids pids(String value) {
    if (!ByteSize.isWhole(value) || value.equals("0") || Long.parseLong(value) > MAX_PIDS) {
      throw refused("pids", value, "a whole number of processes and threads, from 1 to 4194304");
    }
    return new LinuxPids(Long.parseLong(value));
  }

  private static @Nullable LinuxCpu cpu(@Nullable String cpu, @Nullable String cpuset) {
    if (cpu == null && cpuset == null) {
      return null;
    }
    return new LinuxCpu(
        cpu == null ? 0 : quota(cpu),
        LinuxCpu.DEFAULT_PERIOD,
        cpuset == null ? null : cpus(cpuset));
  }

  /// CPU time in each period, rounded to the microsecond in which the kernel counts.
  private static long quota(String value) {
    boolean percent = value.endsWith("%");
    String number = percent ? value.substring(0, value.length() - 1) : value;
    if (ByteSize.isDecimal(number)) {
      BigDecimal cpus = new BigDecimal(number).movePointLeft(percent ? 2 : 0);
      BigDecimal quota =
          cpus.multiply(BigDecimal.valueOf(LinuxCpu.DEFAULT_PERIOD))
              .setScale(0, RoundingMode.HALF_UP);
      if (quota.compareTo(BigDecimal.valueOf(1000)) >= 0
          && cpus.compareTo(BigDecimal.valueOf(MAX_CPUS)) <= 0) {
        return quota.longValueExact();
      }
    }
    throw refused(
        "cpu",
        value,
        "a number of CPUs such as 0.5, or a percentage of one CPU such as 50%, from"
            + " 0.01 (1%) to 8192");
  }

  /// Checks cpuset(7)'s list format and writes it in its shortest form.
  private static String cpus(String value) {
    StringJoiner list = new StringJoiner(",");
    for (String range : value.split(",", -1)) {
      int dash = range.indexOf('-');
      int first = number(value, dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : number(value, range.substring(dash + 1));
      if (first > last) {
        throw refusedCpus(value);
      }
      list.add(first == last ? "" + first : first + "-" + last);
    }
    return list.toString();
  }

  private static int number(String list, String number) {
    if (!ByteSize.isWhole(number) || Long.parseLong(number) >= MAX_CPUS) {
      throw refusedCpus(list);
    }
    return Integer.parseInt(number);
  }

  private static UsageException refusedCpus(String value) {
    return refused(
        "cpuset", value, "a list of CPU numbers and ranges such as 0-1,4, each from 0 to 8191");
  }

  private static UsageException refused(String controller, String value, String allowed) {
    return new UsageException(
        "--limit " + controller + ":" + value + ": '" + value + "' is not " + allowed);
  }
}
