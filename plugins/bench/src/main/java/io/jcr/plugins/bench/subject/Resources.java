package io.jcr.plugins.bench.subject;

import java.util.Locale;

/// What a subject may use.
///
/// @param cpus processors, or the share of them that the quota of a cgroup allows
/// @param memoryBytes limit of the cgroup, or the memory of the virtual machine
/// @param storage the file system on the host where its files are kept
public record Resources(double cpus, long memoryBytes, String storage) {
  private static final double MEBIBYTE = 1L << 20;

  /// For tables and sentences.
  public String text() {
    return String.format(
        Locale.ROOT,
        "cpus=%s memory=%.0f MiB storage=%s",
        cpuText(),
        memoryBytes / MEBIBYTE,
        storage);
  }

  private String cpuText() {
    return cpus == Math.rint(cpus)
        ? Long.toString((long) cpus)
        : String.format(Locale.ROOT, "%.2f", cpus);
  }
}
