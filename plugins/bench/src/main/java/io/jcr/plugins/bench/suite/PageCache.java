package io.jcr.plugins.bench.suite;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.subject.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The machine's page cache, which a cold start finds empty.
final class PageCache {
  private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private PageCache() {}

  /// Writes back dirty pages and drops everything that can be read again, including inodes and
  /// directories.
  static void drop() throws InterruptedException {
    try {
      Commands.check(LIMIT, "sync");
      Files.writeString(DROP, "3");
    } catch (IOException e) {
      throw new HostException("bench: write " + DROP + ": " + e.getMessage() + " (run as root)");
    }
  }
}
