package io.jcr.plugins.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What processes hold in memory: the proportional set size, which counts a page that n processes
/// share as 1/n of a page.
public final class ProcessMemory {
  private static final long KIBIBYTE = 1024;

  private ProcessMemory() {}

  /// PSS of all of them, in bytes. A process that has ended holds nothing.
  public static long pss(List<Long> pids) {
    return pids.stream().mapToLong(ProcessMemory::pss).sum();
  }

  private static long pss(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * KIBIBYTE)
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  /// What the kernel could give to new programs, in bytes.
  public static long available() throws IOException {
    return field("MemAvailable:");
  }

  /// All memory of the machine, in bytes.
  public static long total() throws IOException {
    return field("MemTotal:");
  }

  private static long field(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/meminfo")).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * KIBIBYTE)
        .findFirst()
        .orElseThrow(() -> new IOException("/proc/meminfo has no " + name));
  }
}
