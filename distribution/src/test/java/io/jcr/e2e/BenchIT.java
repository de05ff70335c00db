package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `jcr bench`, as small as it gets.
@WithJcr
class BenchIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int SIGINT = 2;
  private static final int SIGKILL = 9;

  /// A virtual machine with a network, as in a quick look: ten others would boot at once.
  private static final List<String> OTHERS =
      List.of("vm:net=tap", "runc", "crun", "bwrap", "podman", "systemd-nspawn", "lxc");

  @TempDir Path directory;

  /// Each kind of subject that is installed here runs once; what is missing is said, and no
  /// failure.
  @Test
  void everySubjectOfThisMachineIsMeasuredOnce(Jcr jcr) throws IOException {
    Path out = directory.resolve("all");
    List<String> options = new ArrayList<>(List.of("--suite=boot", "--suite=cpu", "--quick"));
    options.addAll(List.of("--repeat=1", "--time-limit=280s", "--format=json"));
    options.addAll(List.of("--subject=jcr", "--subject=jcr:net=veth"));
    options.add("--subject=jcr:daemon=always");
    OTHERS.forEach(subject -> options.add("--subject=" + subject));
    Result result = bench(jcr, out, options.toArray(String[]::new));
    Json said = result.json();
    assertEquals(out.toString(), said.get("directory").text(), result::toString);
    Set<String> measured = subjects(out);
    assertTrue(
        measured.containsAll(
            Set.of("bare", "bare-again", "jcr", "jcr:net=veth", "jcr:daemon=always")),
        measured.toString());
    String report = Files.readString(out.resolve("report.md"));
    for (String other : OTHERS) {
      String kind = other.split(":", 2)[0];
      boolean there = measured.stream().anyMatch(subject -> subject.startsWith(kind));
      assertTrue(there != report.contains("- `" + other + "`: "), other + ": measured or why not");
    }
    String page = Files.readString(out.resolve("report.html"));
    assertTrue(page.contains("<svg") && page.contains("boot sequential"), "a page with plots");
    assertFalse(Files.exists(out.resolve("work")), "the files of the subjects are gone");
    assertEquals(0, failures(out), () -> "failures in " + result);
  }

  @Test
  void whatWasInterruptedGoesOn(Jcr jcr) throws IOException {
    Path out = directory.resolve("resumed");
    String[] options = {
      "--subject=jcr", "--suite=boot", "--suite=sys", "--quick", "--repeat=3", "--seed=7"
    };
    Started first = jcr.launch(command(jcr, out, options));
    Path log = out.resolve("samples.jsonl");
    awaitDone(2, log);
    first.signal(SIGINT);
    assertTrue(first.endsWithin(LIMIT), "it ends");
    Result stopped = first.awaitEnd();
    assertEquals(130, stopped.status(), stopped::toString);
    assertTrue(stopped.errors().contains("--resume " + out), stopped::toString);
    assertFalse(Files.exists(out.resolve("report.md")));
    List<String> before = Files.readAllLines(out.resolve("samples.jsonl"));
    Started second = jcr.launch(jcr.command("bench", "--resume=" + out));
    assertTrue(second.endsWithin(LIMIT), "it ends");
    second.awaitEnd().exited(0);
    List<String> after = Files.readAllLines(out.resolve("samples.jsonl"));
    List<String> finished = before.subList(0, lastDone(before) + 1);
    assertEquals(finished, after.subList(0, finished.size()), "what was done stays");
    long distinct = after.stream().filter(line -> line.startsWith("{\"done\"")).distinct().count();
    long all = after.stream().filter(line -> line.startsWith("{\"done\"")).count();
    assertEquals(distinct, all, "nothing is done twice");
    String page = Files.readString(out.resolve("report.html"));
    Files.delete(out.resolve("report.html"));
    jcr.call("bench", "--report=" + out).exited(0);
    assertEquals(page, Files.readString(out.resolve("report.html")), "the same, made anew");
    assertEquals(after, Files.readAllLines(out.resolve("samples.jsonl")), "nothing is measured");
  }

  /// The lock of its file ends with it, whatever ends it.
  @Test
  void whatAKilledBenchHasLeftIsRemovedByTheNext(Jcr jcr) {
    Path out = directory.resolve("killed");
    String[] options = {"--subject=jcr", "--suite=cpu", "--quick"};
    Started killed = jcr.launch(command(jcr, out, options));
    Path log = out.resolve("samples.jsonl");
    awaitDone(1, log);
    String name = "jb" + killed.java().orElseThrow().pid();
    LibC.kill(killed.java().orElseThrow().pid(), SIGKILL);
    assertTrue(killed.endsWithin(LIMIT), "it ends");
    assertTrue(Files.exists(out.resolve("work")), "its files are left");
    assertFalse(groupsOf(name).isEmpty(), "its cgroups are left");
    Path after = directory.resolve("next");
    Result next = bench(jcr, after, "--subject=jcr", "--suite=cpu", "--quick", "--repeat=1");
    next.exited(0);
    assertTrue(next.errors().contains("removing what " + name + " has left"), next::toString);
    assertFalse(Files.exists(out.resolve("work")));
    assertEquals(List.of(), groupsOf(name));
    assertTrue(Files.exists(log), "what was measured stays");
  }

  /// It is seen at work, and ends with the bench.
  @Test
  void aPlannerOfItsOwnServesWhoAsksForOne(Jcr jcr) {
    Path out = directory.resolve("planner");
    String[] options = {"--subject=jcr:daemon=always", "--suite=cpu", "--quick", "--repeat=1"};
    Started bench = jcr.launch(command(jcr, out, options));
    Path log = out.resolve("samples.jsonl");
    awaitDone(1, log);
    Path socket = Path.of("/run/jcr/planner-jb" + bench.java().orElseThrow().pid());
    Jcr client = jcr.with("JCR_DAEMON_SOCKET", socket.toString());
    String status = client.call("daemon", "status").succeeded().output();
    assertTrue(status.matches("(?s).*[1-9]\\d* served.*"), status);
    assertTrue(bench.endsWithin(LIMIT), "it ends");
    bench.awaitEnd().exited(0);
    client.call("daemon", "status").failed(3, "jcr: no planner is listening at " + socket + ".*");
    assertFalse(Files.exists(Path.of(socket + ".lock")));
  }

  private static List<Path> groupsOf(String name) {
    List<Path> groups = new ArrayList<>();
    for (Cgroups.Hierarchy hierarchy : Cgroups.hierarchies()) {
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(hierarchy.directory(), name + "-*")) {
        found.forEach(groups::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return groups;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--subject=jcr:cpus=2|jcr: unequal resources cannot be compared: jcr:cpus=2 has cpus=2 .*, but bare has cpus=1 .*",
        "--subject=vm:memory=1G|jcr: unequal resources cannot be compared: vm:memory=1G has .*1024 MiB.*",
        "--subject=docker|jcr: --subject=docker: unknown subject 'docker': choose from bare, .*",
        "--suite=beauty|jcr: --suite=beauty: unknown suite: choose from boot, .*",
        "--memory=1M|jcr: memory: '1M' is less than 64M.*",
        "--cpus=0|jcr: cpus: '0' is not a whole number from 1 to 64",
        "--time-limit=soon|jcr: time: 'soon' is not a time above 0 .*",
        "--repeat=0|jcr: --repeat=0: must be from 1 to 10000",
        "--format=xml|jcr: --format=xml: choose from text, json",
        "--resume=/nonexistent|jcr: --resume=/nonexistent: there is no plan.json.*",
        "--report=/nonexistent|jcr: --report=/nonexistent: there is no bench.json.*",
      })
  void whatCannotBeIsRefused(String option, String sentence, Jcr jcr) {
    List<String> command =
        option.startsWith("--re") && option.endsWith("/nonexistent")
            ? jcr.command("bench", option)
            : command(jcr, directory.resolve("refused"), option);
    Result result = jcr.launch(command).awaitEnd();
    result.failed(2, sentence);
  }

  @Test
  void withoutPrivilegesItSaysSo(Jcr jcr) {
    Path out = directory.resolve("none");
    jcr.asNobody()
        .call("bench", "--out=" + out)
        .failed(2, "jcr: bench: /run(/jcr(/bench)?)? cannot be written \\(run as root\\)");
    assertFalse(Files.exists(out), "nothing is made");
  }

  private static List<String> command(Jcr jcr, Path out, String... options) {
    List<String> words = new ArrayList<>(List.of("bench", "--out=" + out));
    words.addAll(List.of(options));
    return jcr.command(words.toArray(String[]::new));
  }

  private static Result bench(Jcr jcr, Path out, String... options) {
    Started bench = jcr.launch(command(jcr, out, options));
    assertTrue(bench.endsWithin(LIMIT), "it ends");
    return bench.awaitEnd();
  }

  private static void awaitDone(int tasks, Path log) {
    assertTrue(
        Await.within(LIMIT, () -> done(log) >= tasks ? Optional.of(true) : Optional.empty())
            .isPresent(),
        tasks + " done");
  }

  private static long done(Path log) {
    try {
      return Files.exists(log)
          ? Files.readAllLines(log).stream().filter(line -> line.startsWith("{\"done\"")).count()
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int lastDone(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).startsWith("{\"done\"")) {
        return i;
      }
    }
    return -1;
  }

  private static Set<String> subjects(Path out) throws IOException {
    return Files.readAllLines(out.resolve("samples.jsonl")).stream()
        .filter(line -> line.startsWith("{\"suite\""))
        .map(line -> Json.parse(line).get("subject").text())
        .collect(Collectors.toSet());
  }

  private static long failures(Path out) throws IOException {
    return Files.readAllLines(out.resolve("samples.jsonl")).stream()
        .filter(line -> line.startsWith("{\"suite\"") && !line.contains("\"failure\":null"))
        .count();
  }
}
