package io.jcr.plugins.bench.sample;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is measured, and how it is presented.
public enum Metric {
  /// From the request to the first instruction of the user's program.
  FIRST("first", "time to first instruction", "ms", 1e6, true),
  /// From the request to the last instruction.
  EXIT("exit", "time to exit", "ms", 1e6, true),
  /// From the request until nothing is left.
  GONE("gone", "time to end of teardown", "ms", 1e6, true),
  /// From the request to the first process of a guest.
  INIT("init", "time to a guest's first process", "ms", 1e6, true),
  /// How much of the time to the first instruction jcr's Java took.
  JVM("jvm", "of which jcr's Java", "ms", 1e6, true),
  /// How much of that time the kernel took for the system calls that create the container.
  KERNEL("kernel", "of which system calls", "ms", 1e6, true),
  /// Proportional set size of an instance's processes.
  PSS("pss", "memory per instance (PSS)", "MiB", 1 << 20, true),
  /// The memory charged to an instance's cgroup.
  CGROUP("cgroup", "memory per instance (cgroup)", "MiB", 1 << 20, true),
  /// The drop in available memory, divided by the number of instances.
  TAKEN("taken", "memory taken from the machine, per instance", "MiB", 1 << 20, true),
  /// The change in available memory after all instances were gone: what else the machine did with
  /// its memory.
  DRIFT("drift", "drift of the machine's available memory", "MiB", 1 << 20, true),
  /// Instances alive at the same time.
  ALIVE("alive", "instances alive", "", 1, false),
  /// Whole operations.
  OPERATIONS("operationsPerSecond", "operations per second", "1/s", 1, false),
  /// Bytes moved.
  BYTES("bytesPerSecond", "throughput", "MB/s", 1e6, false),
  /// Time of one operation.
  NANOSECONDS("nanosecondsPerOperation", "time per operation", "µs", 1e3, true);

  private static final double LONG = 1e6;
  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;

  private final String key;
  private final String text;
  private final String unit;
  private final double scale;
  private final boolean lowerIsBetter;

  Metric(String key, String text, String unit, double scale, boolean lowerIsBetter) {
    this.key = key;
    this.text = text;
    this.unit = unit;
    this.scale = scale;
    this.lowerIsBetter = lowerIsBetter;
  }

  /// Its name in samples.
  public String key() {
    return key;
  }

  /// For humans.
  public String text() {
    return text;
  }

  /// The unit it is shown in.
  public String unit() {
    return unit;
  }

  /// Whether smaller values are better.
  public boolean lowerIsBetter() {
    return lowerIsBetter;
  }

  /// Whether it says something about a subject, so that it can be compared: the drift belongs to
  /// the machine.
  public boolean isCompared() {
    return this != DRIFT;
  }

  /// Converts from the base unit to the one shown.
  public double shown(double value) {
    return value / scale;
  }

  /// A value in the shown unit, with about three digits.
  public String show(double value) {
    return this == ALIVE ? String.format(Locale.ROOT, "%.0f", value) : number(shown(value));
  }

  /// About three digits, never an exponent: large numbers get the suffix M or G.
  public static String number(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return "–";
    }
    if (size >= LONG) {
      return size >= GIGA ? number(value / GIGA) + " G" : number(value / MEGA) + " M";
    }
    String format =
        size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : size >= 0.9995 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  /// The metric with this name in samples.
  public static Optional<Metric> of(String key) {
    return Arrays.stream(values()).filter(metric -> metric.key.equals(key)).findFirst();
  }
}
