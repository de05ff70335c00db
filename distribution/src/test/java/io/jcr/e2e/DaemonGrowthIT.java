package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A planner does not grow with what it has served: `-Djcr.daemon.runs=10000` lets it serve more.
@WithJcr
class DaemonGrowthIT {
  /// Method handles that are often called get classes of their own, up to a bound.
  private static final int WARM_UP = 150;

  private static final int RUNS = Integer.getInteger("jcr.daemon.runs", 150);

  @TempDir Path directory;

  @Test
  void keepsNothingOfItsSessions(Jcr jcr) throws IOException {
    Jcr logging = jcr.with("JCR_JAVA_OPTS", "-Xlog:class+load:file=" + directory + "/%p.log");
    try (Resident daemon = Resident.start(logging, directory.resolve("planner.sock"))) {
      Jcr called = daemon.jcr().with("JCR_JAVA_OPTS", "");
      Proc java = daemon.java();
      run(called, WARM_UP);
      int served = daemon.served();
      int threads = java.threads().size();
      long descriptors = descriptors(java);
      int classes = classes(java).size();

      run(called, RUNS);

      assertEquals(served + RUNS, daemon.served());
      List<String> now = classes(java);
      assertEquals(List.of(), now.subList(classes, now.size()), "classes that were loaded since");
      Await.until("no more threads than before", () -> java.threads().size() <= threads);
      Await.until("no more descriptors than before", () -> descriptors(java) <= descriptors);
    }
  }

  private static void run(Jcr jcr, int times) {
    for (int i = 0; i < times; i++) {
      jcr.call("run", "--net=none", "--", "true").exited(0);
    }
  }

  private static long descriptors(Proc process) {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return files.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<String> classes(Proc process) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(process.pid() + ".log"));
    assertTrue(lines.size() > WARM_UP, "it logs");
    return lines;
  }
}
