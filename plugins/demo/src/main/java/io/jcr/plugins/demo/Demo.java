package io.jcr.plugins.demo;

import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Played;
import io.jcr.plugins.demo.model.Programme;
import io.jcr.plugins.demo.model.Verdict;
import io.jcr.plugins.demo.scene.Scene;
import io.jcr.plugins.demo.show.Report;
import io.jcr.plugins.demo.stage.Backends;
import io.jcr.plugins.demo.stage.CannotBeShown;
import io.jcr.plugins.demo.stage.Skipped;
import io.jcr.plugins.demo.stage.Stage;
import io.jcr.plugins.demo.stage.Troupe;
import io.jcr.plugins.demo.stage.Workshop;
import io.jcr.spi.CommandContext;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Plays scenes and notifies the reports. However it ends, nothing that it has started is left
/// behind.
final class Demo {
  /// What happens after a scene.
  interface Interlude {
    /// Waits, or not.
    ///
    /// @return whether to continue
    boolean pass(Played played) throws IOException, InterruptedException;
  }

  private final CommandContext jcr;
  private final Backends backends;
  private final List<Report> reports;
  private final Troupe troupe = new Troupe();

  Demo(CommandContext jcr, Backends backends, List<Report> reports) {
    this.jcr = jcr;
    this.backends = backends;
    this.reports = List.copyOf(reports);
  }

  List<Played> play(List<Scene> scenes, Interlude interlude)
      throws IOException, InterruptedException {
    try (Workshop workshop = Workshop.take(root());
        AtShutdown _ = new AtShutdown("tidy up", () -> tidyUp(workshop))) {
      return playAll(scenes, interlude, workshop);
    }
  }

  private List<Played> playAll(List<Scene> scenes, Interlude interlude, Workshop workshop)
      throws IOException, InterruptedException {
    Programme programme = programme(scenes.size());
    for (Report report : reports) {
      report.begin(programme);
    }
    List<Played> all = new ArrayList<>();
    for (Scene scene : scenes) {
      for (Report report : reports) {
        report.next(all.size() + 1, scene);
      }
      Played played = play(scene, all.size() + 1, scenes.size(), workshop);
      all.add(played);
      for (Report report : reports) {
        report.add(played);
      }
      if (!interlude.pass(played)) {
        for (Report report : reports) {
          report.quit(List.copyOf(all), scenes.size());
        }
        return all;
      }
    }
    for (Report report : reports) {
      report.end(List.copyOf(all));
    }
    return all;
  }

  private Played play(Scene scene, int number, int of, Workshop workshop)
      throws InterruptedException {
    long begin = System.nanoTime();
    Evidence evidence = new Evidence(List.of());
    Verdict verdict;
    try (Stage stage = new Stage(jcr, backends, workshop, troupe, root(), cache())) {
      evidence = scene.play(stage);
      verdict = Verdict.of(scene.claims(), evidence);
    } catch (Skipped e) {
      verdict = Verdict.skipped(e.reason());
    } catch (CannotBeShown e) {
      verdict = Verdict.cannotBeShown(e.reason());
    } catch (IOException e) {
      verdict = Verdict.cannotBeShown(e.toString());
    }
    if (troupe.isDismissed()) {
      Thread.currentThread().join(); // what a torn-down stage has shown is not reported
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return new Played(number, of, scene, evidence, verdict, took);
  }

  /// At SIGINT, SIGTERM and SIGHUP.
  private void tidyUp(Workshop workshop) {
    try {
      troupe.dismiss();
      workshop.close();
    } catch (IOException e) {
      System.err.println("jcr: demo: " + e);
    }
  }

  /// Where jcr keeps its state.
  private static Path root() {
    String root = System.getenv().getOrDefault("JCR_ROOT", "");
    return Path.of(root.isEmpty() ? "/run/jcr" : root).toAbsolutePath();
  }

  /// Where it keeps what took long to create.
  private static Path cache() {
    String root = System.getenv().getOrDefault("JCR_ROOT", "");
    Path cache = root.isEmpty() ? Path.of("/var/cache/jcr") : root().resolve("cache");
    return cache.resolve("demo");
  }

  private Programme programme(int scenes) {
    HostFacts facts = jcr.facts();
    Map<String, String> host = new LinkedHashMap<>();
    host.put(
        "system",
        facts
            .read(Path.of("/etc/os-release"))
            .map(text -> text.replaceAll("(?s).*PRETTY_NAME=\"?([^\"\n]*).*", "$1"))
            .orElse("Linux"));
    host.put(
        "kernel", "Linux " + facts.read(Path.of("/proc/sys/kernel/osrelease")).orElse("?").strip());
    host.put(
        "cgroups",
        facts.cgroups().stream()
            .map(hierarchy -> "cgroup v" + hierarchy.version())
            .distinct()
            .collect(Collectors.joining(" and ")));
    host.put("CPUs", Runtime.getRuntime().availableProcessors() + " CPUs");
    return new Programme(
        jcr.version(), jcr.home().toString(), backends.toString(), host, Instant.now(), scenes);
  }
}
