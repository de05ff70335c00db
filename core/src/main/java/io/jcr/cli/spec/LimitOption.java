package io.jcr.cli.spec;

import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.OwnLimits;
import io.jcr.api.UsageException;
import io.jcr.linux.LinuxHostFacts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// `--limit NAME:VALUE[,NAME:VALUE…]`, repeatable: `memory:100M`, `cpu:0.5` or `cpu:50%`,
/// `pids:64`, `cpuset:0-1`, `io:read=10M,write=5M` (see [IoLimit]). Other names are those of limits
/// that only a limiter knows.
///
/// A comma begins the next limit if a name and a colon follow it. Every other comma belongs to the
/// value: `cpuset:0,2,pids:5` are two limits.
public final class LimitOption {
  /// What `--help` says of it.
  public static final String HELP =
      "Limit a resource: memory:100M, cpu:0.5 or cpu:50%%, pids:64, cpuset:0-1, io:read=10M,write=5M, or what the limiter has besides (jcr plugins NAME); repeatable.";

  /// The limits that jcr itself knows.
  public static final String FORMS =
      "memory:100M, cpu:0.5 (or cpu:50%), pids:64, cpuset:0-1, " + IoLimit.EXAMPLE;

  /// Below this a container is killed before its program starts.
  private static final long MIN_MEMORY = 1L << 20;

  private static final long MAX_MEMORY = 1L << 50;

  /// The kernel's largest NR_CPUS.
  private static final int MAX_CPUS = 8192;

  /// The kernel's PID_MAX_LIMIT.
  private static final long MAX_PIDS = 1L << 22;

  private LimitOption() {}

  /// A limit, not yet read.
  ///
  /// @param typed the option that asked for it, as it was typed; messages begin with it
  record Wanted(String name, String value, String typed) {
    /// @param option the value of `--limit`: one limit or several
    static List<Wanted> of(String option) {
      List<Wanted> limits = new ArrayList<>();
      int begin = 0;
      for (int i = 0; i < option.length(); i++) {
        if (option.charAt(i) == ',' && beginsLimit(option, i + 1)) {
          limits.add(one(option.substring(begin, i)));
          begin = i + 1;
        }
      }
      limits.add(one(option.substring(begin)));
      return limits;
    }

    private static boolean beginsLimit(String option, int at) {
      int colon = option.indexOf(':', at);
      return colon > at && OwnLimits.isName(option.substring(at, colon));
    }

    private static Wanted one(String limit) {
      int colon = limit.indexOf(':');
      if (colon <= 0) {
        throw new UsageException("--limit " + limit + ": expected NAME:VALUE, one of " + FORMS);
      }
      return new Wanted(limit.substring(0, colon), limit.substring(colon + 1), "--limit " + limit);
    }

    private UsageException refused(String why) {
      return new UsageException(typed + ": " + why);
    }

    private UsageException isNot(String allowed) {
      return refused("'" + value + "' is not " + allowed);
    }
  }

  /// Limits.
  ///
  /// @param resources those that jcr knows
  /// @param own the others, of which only a limiter knows what they mean
  public record Read(LinuxResources resources, OwnLimits own) {}

  /// Parses all `--limit` options of one command line.
  ///
  /// @throws UsageException when one is malformed, out of range or given twice
  static Read parse(List<String> options) {
    return parse(options, LimitOption::online);
  }

  /// The same on a machine with so many CPUs.
  static Read parse(List<String> options, IntSupplier online) {
    List<Wanted> limits = new ArrayList<>();
    for (String option : options) {
      limits.addAll(Wanted.of(option));
    }
    return read(limits, online);
  }

  /// Reads limits, whatever options asked for them.
  ///
  /// @throws UsageException as above
  static Read read(List<Wanted> limits) {
    return read(limits, LimitOption::online);
  }

  private static Read read(List<Wanted> limits, IntSupplier online) {
    Map<String, Wanted> values = new LinkedHashMap<>();
    for (Wanted limit : limits) {
      Wanted earlier = values.putIfAbsent(limit.name(), limit);
      if (earlier != null) {
        throw limit.refused(limit.name() + " is limited twice, first to " + earlier.value());
      }
    }
    Wanted memory = values.remove("memory");
    Wanted pids = values.remove("pids");
    Wanted cpu = values.remove("cpu");
    Wanted cpuset = values.remove("cpuset");
    Wanted io = values.remove("io");
    LinuxResources resources =
        new LinuxResources(
            memory == null ? null : memory(memory),
            cpu(cpu, cpuset, online),
            pids == null ? null : pids(pids),
            io == null ? null : IoLimit.parse(io.value()));
    return new Read(resources, own(values.values()));
  }

  private static OwnLimits own(Collection<Wanted> limits) {
    if (limits.isEmpty()) {
      return OwnLimits.NONE;
    }
    Map<String, String> own = new HashMap<>();
    for (Wanted limit : limits) {
      if (!OwnLimits.isName(limit.name())) {
        throw limit.refused("unknown limit '" + limit.name() + "', choose from " + FORMS);
      }
      own.put(limit.name(), limit.value());
    }
    return new OwnLimits(own);
  }

  private static LinuxMemory memory(Wanted limit) {
    OptionalLong bytes = ByteSize.parse(limit.value());
    if (bytes.isEmpty()) {
      throw limit.isNot(ByteSize.FORM + ", from 1M to 1024T");
    }
    if (bytes.getAsLong() < MIN_MEMORY) {
      throw limit.refused("too small: no program starts with less than 1M");
    }
    if (bytes.getAsLong() > MAX_MEMORY) {
      throw limit.refused("too large: at most 1024T");
    }
    return new LinuxMemory(bytes.getAsLong());
  }

  private static LinuxPids pids(Wanted limit) {
    String value = limit.value();
    if (!ByteSize.isWhole(value) || value.equals("0") || Long.parseLong(value) > MAX_PIDS) {
      throw limit.isNot("a whole number of processes and threads, from 1 to 4194304");
    }
    return new LinuxPids(Long.parseLong(value));
  }

  private static @Nullable LinuxCpu cpu(
      @Nullable Wanted cpu, @Nullable Wanted cpuset, IntSupplier online) {
    if (cpu == null && cpuset == null) {
      return null;
    }
    return new LinuxCpu(
        cpu == null ? 0 : quota(cpu, online),
        LinuxCpu.DEFAULT_PERIOD,
        cpuset == null ? null : cpus(cpuset));
  }

  /// CPU time in each period, rounded to the microsecond in which the kernel counts.
  private static long quota(Wanted limit, IntSupplier online) {
    String value = limit.value();
    boolean percent = value.endsWith("%");
    String number = percent ? value.substring(0, value.length() - 1) : value;
    if (ByteSize.isDecimal(number)) {
      BigDecimal cpus = new BigDecimal(number).movePointLeft(percent ? 2 : 0);
      BigDecimal quota =
          cpus.multiply(BigDecimal.valueOf(LinuxCpu.DEFAULT_PERIOD))
              .setScale(0, RoundingMode.HALF_UP);
      if (quota.compareTo(BigDecimal.valueOf(1000)) >= 0
          && cpus.compareTo(BigDecimal.valueOf(MAX_CPUS)) <= 0) {
        requireThatMany(limit, cpus, online.getAsInt());
        return quota.longValueExact();
      }
    }
    throw limit.isNot(
        "a number of CPUs such as 0.5, or a percentage of one CPU such as 50%, from"
            + " 0.01 (1%) to 8192");
  }

  /// The kernel takes a quota of more CPUs than there are, but it limits nothing: docker refuses it
  /// too.
  private static void requireThatMany(Wanted limit, BigDecimal cpus, int online) {
    if (online > 0 && cpus.compareTo(BigDecimal.valueOf(online)) > 0) {
      String plural = online == 1 ? " CPU" : " CPUs";
      throw limit.refused(
          "this machine has "
              + online
              + plural
              + ": at most "
              + online
              + " ("
              + online * 100L
              + "%)");
    }
  }

  /// The number of CPUs that are switched on; 0 when the kernel does not say. Not what the JVM
  /// says, which goes by the affinity and the cgroup that it was started with.
  private static int online() {
    String list = new LinuxHostFacts().read(Path.of("/sys/devices/system/cpu/online")).orElse("");
    int count = 0;
    for (String range : list.strip().split(",", -1)) {
      int dash = range.indexOf('-');
      String first = dash < 0 ? range : range.substring(0, dash);
      String last = range.substring(dash + 1);
      if (!ByteSize.isWhole(first) || !ByteSize.isWhole(last)) {
        return 0;
      }
      count += Integer.parseInt(last) - Integer.parseInt(first) + 1;
    }
    return count;
  }

  /// Checks cpuset(7)'s list format and writes it in its shortest form.
  private static String cpus(Wanted limit) {
    StringJoiner list = new StringJoiner(",");
    for (String range : limit.value().split(",", -1)) {
      int dash = range.indexOf('-');
      int first = number(limit, dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : number(limit, range.substring(dash + 1));
      if (first > last) {
        throw refusedCpus(limit);
      }
      list.add(first == last ? "" + first : first + "-" + last);
    }
    return list.toString();
  }

  private static int number(Wanted list, String number) {
    if (!ByteSize.isWhole(number) || Long.parseLong(number) >= MAX_CPUS) {
      throw refusedCpus(list);
    }
    return Integer.parseInt(number);
  }

  private static UsageException refusedCpus(Wanted limit) {
    return limit.isNot("a list of CPU numbers and ranges such as 0-1,4, each from 0 to 8191");
  }
}
