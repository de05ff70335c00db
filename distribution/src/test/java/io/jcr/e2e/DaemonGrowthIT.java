package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A planner does not grow with what it has served: `-Djcr.daemon.runs=10000` lets it serve more.
@WithJcr
class DaemonGrowthIT {
  /// Method handles that are often called get classes of their own, up to a bound.
  private static final int WARM_UP = 150;

  private static final int CALLERS = 8;
  private static final int CROWD_RUNS = 25;

  /// Some 72 MB of 400 runs, 8 at a time; 270 when it keeps what they leave behind until it is
  /// quiet.
  private static final long MAX_MEMORY_KIB = 100 << 10;

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

  @Test
  void keepsLittleOfACrowd(Jcr jcr) throws Exception {
    try (Resident daemon = Resident.start(jcr, directory.resolve("planner.sock"))) {
      Proc java = daemon.java();
      try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          all.add(callers.submit(() -> run(daemon.jcr(), CROWD_RUNS)));
        }
        for (Future<?> each : all) {
          each.get();
        }
      }
      String peak = java.status("VmHWM").orElseThrow();
      assertTrue(Long.parseLong(peak.split(" ", 2)[0]) < MAX_MEMORY_KIB, peak);
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
