package io.jcr.plugins.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalLong;

/// How much memory processes hold, and how much the machine has left. Processes are measured by
/// their proportional set size, which counts a page shared by n processes as 1/n of a page
/// ([proc_pid_smaps(5)](https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html)).
public final class ProcessMemory {
  private static final long KIBIBYTE = 1024;

  private final Path proc;

  /// @param proc where proc is mounted
  public ProcessMemory(Path proc) {
    this.proc = proc;
  }

  /// That of this machine.
  public static ProcessMemory ofThisMachine() {
    return new ProcessMemory(Path.of("/proc"));
  }

  /// The PSS of all of them, in bytes. A process that has ended holds nothing; empty if none of
  /// them can be read, or if the kernel has no smaps_rollup.
  public OptionalLong pss(Collection<Long> pids) {
    long sum = 0;
    boolean any = false;
    for (long pid : pids) {
      OptionalLong one = pss(pid);
      any |= one.isPresent();
      sum += one.orElse(0);
    }
    return any ? OptionalLong.of(sum) : OptionalLong.empty();
  }

  private OptionalLong pss(long pid) {
    try {
      return field(proc.resolve(Long.toString(pid)).resolve("smaps_rollup"), "Pss:");
    } catch (IOException e) {
      return OptionalLong.empty(); // it has ended, or we may not read it
    }
  }

  /// What the kernel could give to new programs, in bytes.
  public long available() throws IOException {
    return field(proc.resolve("meminfo"), "MemAvailable:")
        .orElseThrow(() -> new IOException(proc + "/meminfo has no MemAvailable"));
  }

  /// A number of KiB, converted to bytes.
  private static OptionalLong field(Path file, String name) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * KIBIBYTE)
        .findFirst();
  }
}
