package io.jcr.plugins.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A directory that looks like /proc.
public record ProcFiles(Path directory) {
  private static final long KIBIBYTE = 1024;

  /// A process with a parent and a memory of its own.
  public ProcFiles process(long pid, long parent, String name, long pssKibibytes)
      throws IOException {
    Path entry = Files.createDirectories(directory.resolve(Long.toString(pid)));
    Files.writeString(
        entry.resolve("stat"), pid + " (" + name + ") S " + parent + " 1 1 0 -1 4194560 137 0\n");
    Files.writeString(
        entry.resolve("smaps_rollup"),
        """
        55d1c4a00000-7ffd2b7f2000 ---p 00000000 00:00 0                          [rollup]
        Rss:                 932 kB
        Pss:                 %d kB
        Pss_Dirty:            76 kB
        Pss_Anon:             60 kB
        SwapPss:               0 kB
        """
            .formatted(pssKibibytes));
    return this;
  }

  /// What the machine has left.
  public void available(long bytes) throws IOException {
    Files.writeString(
        directory.resolve("meminfo"),
        """
        MemTotal:        8127312 kB
        MemFree:          310200 kB
        MemAvailable:    %d kB
        Buffers:           81232 kB
        """
            .formatted(bytes / KIBIBYTE));
  }
}
