package io.jcr.plugins.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What else competes for the processors while jcr bench measures: the kernel's count of runnable
/// threads (procs_running in /proc/stat), taken between tasks, when only the measuring thread of
/// jcr bench runs. A load average would include the tasks themselves.
final class OthersRunning {
  private final Path stat;
  private long sum;
  private long times;

  /// @param proc where proc is mounted
  OthersRunning(Path proc) {
    this.stat = proc.resolve("stat");
  }

  /// Takes one count.
  void look() throws IOException {
    for (String line : Files.readAllLines(stat)) {
      if (line.startsWith("procs_running ")) {
        sum += Math.max(0, Long.parseLong(line.substring("procs_running ".length()).strip()) - 1);
        times++;
      }
    }
  }

  /// The average; NaN without any count.
  double average() {
    return times == 0 ? Double.NaN : (double) sum / times;
  }
}
