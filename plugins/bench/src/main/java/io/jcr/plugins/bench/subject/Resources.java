package io.jcr.plugins.bench.subject;

import java.util.Locale;

/// What a subject may use.
///
/// @param cpus processors, or the share of them that a cgroup's quota allows
/// @param memoryBytes the cgroup's limit, or the virtual machine's memory
/// @param storage the host's file system where its files are kept
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
