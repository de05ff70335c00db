package io.jcr.plugins.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Ends a cgroup: kills its processes and, when they are gone, removes it.
final class CgroupEnd {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private CgroupEnd() {}

  static void remove(Path directory) throws IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (Files.exists(directory)) {
      kill(directory);
      try {
        Files.delete(directory);
      } catch (NoSuchFileException e) {
        return;
      } catch (IOException e) {
        // EBUSY until the last process is gone, and there is no event for that
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static void kill(Path directory) throws IOException {
    for (String pid : Files.readAllLines(directory.resolve("cgroup.procs"))) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
